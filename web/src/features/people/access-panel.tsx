/** Whether somebody gets in, and the links by which they do: what was sent, what can be handed over, what is new. */
import { Button } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Admission } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import { useSession } from "../../live/session";
import { ConfirmDialog } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import styles from "./access.module.css";
import { useRenewInvitation } from "./commands";
import { LinkField } from "./link-field";
import { until } from "./words";

const text = words.people.access;

const NEW_LINK = { mailed: text.newLink, byHand: text.newLinkByHand };
const PASSWORD_LINK = { mailed: text.passwordLink, byHand: text.passwordLinkByHand };

/** A link that works now, to first come in or to set a new password. */
function openLink({ state, invitation }: Admission) {
  const works = invitation && !invitation.redeemed_at && new Date(invitation.expires_at) > new Date();
  return works && state !== "ended" ? invitation : null;
}

interface Props {
  person: Admission;
  mayInvite: boolean;
  /** Taken in by a coordinator, who vouches for their first keys with the link. */
  patient: boolean;
  /** What else is known of how they get in. */
  more?: ReactNode;
  /** What else can be done about it. */
  buttons?: ReactNode;
}

export function AccessPanel({ person, mayInvite, patient, more, buttons }: Props) {
  const { sends_mail } = useSession().clinic;
  const [asking, setAsking] = useState(false);
  const renew = useRenewInvitation();
  const tell = useTell();
  const link = openLink(person);
  const mailed = sends_mail && person.email !== null;
  const first = person.state === "waiting" && person.invitation === null;
  const may = mayInvite && person.state !== "ended";
  const again = person.state === "active" ? PASSWORD_LINK : NEW_LINK;
  const verb = first ? text.makeLink : again[mailed ? "mailed" : "byHand"];

  const makeLink = () =>
    renew.mutate(
      { person_id: person.id },
      {
        onSuccess: () => {
          setAsking(false);
          tell({ text: text.renewed(person.name) });
        },
      },
    );

  return (
    <div className={styles.panel}>
      <div className={styles.lines}>
        <p>{standing(person)}</p>
        {link && person.state === "active" ? <p>{text.resetOpen(until(link.expires_at))}</p> : null}
        {link ? (
          <p className={styles.note}>
            {link.sent_at ? (
              <>
                {text.sent} <TimeAgo at={link.sent_at} />
              </>
            ) : mailed ? (
              text.sending
            ) : sends_mail ? (
              text.noAddress
            ) : (
              text.notSent
            )}
          </p>
        ) : null}
        {more}
      </div>
      {may && link ? (
        <LinkField key={link.id} invitee={{ id: person.id, patient: patient && person.state !== "active" }} />
      ) : null}
      <div className={styles.buttons}>
        {may ? (
          <Button
            variant={first ? "filled" : "default"}
            leftSection={<IconMailForward size={18} aria-hidden="true" />}
            loading={renew.isPending && !asking}
            onClick={() => (person.state === "waiting" ? makeLink() : setAsking(true))}
          >
            {verb}
          </Button>
        ) : null}
        {buttons}
      </div>
      {asking ? null : <FormError error={renew.error} />}
      <ConfirmDialog
        opened={asking}
        title={text.newLinkTitle(person.name)}
        verb={verb}
        busy={renew.isPending}
        error={renew.error}
        onConfirm={makeLink}
        onClose={() => setAsking(false)}
      >
        {person.state === "active" ? text.newLinkActive : text.newLinkWaits}
      </ConfirmDialog>
    </div>
  );
}

function standing({ state, invitation }: Admission): string {
  if (state === "active") return text.active;
  if (state === "ended") return words.people.states.ended;
  if (!invitation) return text.waitingNone;
  return state === "invited"
    ? text.invited(until(invitation.expires_at))
    : text.waitingRanOut(shortDate(new Date(invitation.expires_at)));
}
