/** Inviting somebody who stands by a patient, and putting them on the plan at once. */
import { Button, Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PlanDetail } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { DialogFooter } from "../../ui/confirm";
import { EmailField, isEmail, NameField } from "../../ui/contact-fields";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useAddMember, useInviteSupporter } from "./commands";
import styles from "./forms.module.css";

const text = words.teams.support;

interface Props {
  plan: PlanDetail;
  opened: boolean;
  onClose: () => void;
  /** Called once they are on the plan. */
  onInvited: (personId: string) => void;
}

export function InviteSupporter({ plan, opened, onClose, onInvited }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={text.title} size={480}>
      <Form plan={plan} onClose={onClose} onInvited={onInvited} />
    </Modal>
  );
}

function Form({ plan, onClose, onInvited }: Omit<Props, "opened">) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const invite = useInviteSupporter();
  const add = useAddMember();
  const tell = useTell();
  const wrong = !isEmail(email);

  const join = (personId: string) =>
    add.mutate(
      { plan_id: plan.id, person_id: personId, role: "supporter", lead: false },
      {
        onSuccess: () => {
          tell({ text: text.done(name.trim()) });
          onInvited(personId);
        },
        onError: () => tell({ text: text.halfDone(name.trim()), tone: "warn" }),
        onSettled: onClose,
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || wrong) return;
    invite.mutate({ name: name.trim(), email: email.trim() }, { onSuccess: ({ id }) => join(id) });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{text.body(shortName(plan.patient.name))}</p>
      <NameField
        value={name}
        onChange={setName}
        error={tried && name.trim() === "" && words.people.invite.nameMissing}
      />
      <EmailField
        value={email}
        onChange={setEmail}
        error={tried && wrong && words.people.invite.emailMissing}
      />
      <FormError error={invite.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={invite.isPending || add.isPending}>
          {words.people.invite.submit}
        </Button>
      </DialogFooter>
    </form>
  );
}
