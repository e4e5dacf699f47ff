/** Who supports the patient: the patient says what they see and ends it; a supporter may leave. */
import { Button, Switch } from "@mantine/core";
import { useState } from "react";
import type { PlanDetail, TeamMember } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useMyId } from "../../live/session";
import { ConfirmDialog } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { Panel, PanelText } from "../../ui/panel";
import { PersonLine } from "../../ui/person";
import { FormError } from "../../ui/states";
import { useAllowSupporter, useEndSupport } from "./commands";
import styles from "./supporters.module.css";

const text = words.patient;

export function Supporters({ plan, own }: { plan: PlanDetail; own: boolean }) {
  const me = useMyId();
  const all = plan.team.filter(({ kind }) => kind === "proxy");
  const shown = own ? all : all.filter(({ person }) => person.id === me);
  if (shown.length === 0) return null;
  if (!own) {
    return shown.map((supporter) => <Leave key={supporter.relation_id} plan={plan} supporter={supporter} />);
  }
  return (
    <Panel title={text.supporters}>
      <PanelText>
        {shown.map((supporter) => (
          <Supporter key={supporter.relation_id} plan={plan} supporter={supporter} />
        ))}
      </PanelText>
    </Panel>
  );
}

interface Props {
  plan: PlanDetail;
  supporter: TeamMember;
}

function Supporter({ plan, supporter }: Props) {
  const { relation_id, person, may_see_plan } = supporter;
  const [ending, setEnding] = useState(false);
  const allow = useAllowSupporter();
  const tell = useTell();
  const name = shortName(person.name);
  return (
    <div className={styles.supporter}>
      <PersonLine person={person} />
      <Switch
        size="md"
        label={text.shareSwitch(name)}
        description={text.shareNote}
        checked={allow.isPending ? allow.variables.may_see_plan : may_see_plan}
        disabled={allow.isPending || !plan.may.includes("supporter.allow")}
        onChange={(event) => {
          const may = event.currentTarget.checked;
          allow.mutate(
            { plan_id: plan.id, relation_id, may_see_plan: may },
            { onSuccess: () => tell({ text: may ? text.shared(name) : text.unshared(name) }) },
          );
        }}
      />
      <FormError error={allow.error} />
      <Button className={styles.end} onClick={() => setEnding(true)}>
        {text.endSupport(name)}
      </Button>
      <End
        plan={plan}
        supporter={supporter}
        opened={ending}
        title={text.endSupport(name)}
        body={text.endSupportBody(name)}
        reason={text.endSupportReason}
        done={text.supportEnded(name)}
        onClose={() => setEnding(false)}
      />
    </div>
  );
}

/** A supporter ends their own part. */
function Leave({ plan, supporter }: Props) {
  const [ending, setEnding] = useState(false);
  const name = shortName(plan.patient.name);
  return (
    <>
      <Button className={styles.end} onClick={() => setEnding(true)}>
        {text.stopSupporting(name)}
      </Button>
      <End
        plan={plan}
        supporter={supporter}
        opened={ending}
        title={text.stopSupporting(name)}
        body={text.stopSupportingBody(name)}
        reason={text.stopSupportingReason}
        done={text.supportEnded(words.common.you)}
        onClose={() => setEnding(false)}
      />
    </>
  );
}

interface EndProps extends Props {
  opened: boolean;
  title: string;
  body: string;
  reason: string;
  done: string;
  onClose: () => void;
}

function End({ plan, supporter, opened, title, body, reason, done, onClose }: EndProps) {
  const end = useEndSupport();
  const tell = useTell();
  return (
    <ConfirmDialog
      opened={opened}
      title={title}
      verb={text.endSupportVerb}
      danger
      busy={end.isPending}
      error={end.error}
      onClose={onClose}
      onConfirm={() =>
        end.mutate(
          { plan_id: plan.id, relation_id: supporter.relation_id, reason },
          {
            onSuccess: () => {
              tell({ text: done });
              onClose();
            },
          },
        )
      }
    >
      {body}
    </ConfirmDialog>
  );
}
