/** Inviting somebody: name, address, role; what they get then, and what the role lets them do. */
import { Button, Modal, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../i18n";
import { Problem } from "../../lib/problem";
import { useSession } from "../../live/session";
import { DialogFooter } from "../../ui/confirm";
import { EmailField, isEmail, NameField } from "../../ui/contact-fields";
import { FormError } from "../../ui/states";
import { type PersonRole, useInvitePerson } from "./commands";
import styles from "./forms.module.css";
import { ROLES, roleOptions } from "./roles";

const text = words.people.invite;

interface Props {
  /** The role to begin with; null for none, undefined while closed. */
  role: PersonRole | null | undefined;
  onClose: () => void;
  onInvited: (personId: string, name: string) => void;
}

export function InviteDialog({ role, onClose, onInvited }: Props) {
  return (
    <Modal opened={role !== undefined} onClose={onClose} title={text.title} size={480}>
      {role === undefined ? null : <Form first={role} onClose={onClose} onInvited={onInvited} />}
    </Modal>
  );
}

function Form({ first, onClose, onInvited }: Omit<Props, "role"> & { first: PersonRole | null }) {
  const { sends_mail } = useSession().clinic;
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<PersonRole | null>(first);
  const [tried, setTried] = useState(false);
  const invite = useInvitePerson();
  const taken = invite.error instanceof Problem && invite.error.slug === "address-taken";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || !isEmail(email) || !role) return;
    invite.mutate(
      { name: name.trim(), email: email.trim(), role },
      { onSuccess: ({ id }) => onInvited(id, name.trim()) },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <NameField
        description={text.nameHint}
        value={name}
        onChange={setName}
        error={tried && name.trim() === "" && words.people.invite.nameMissing}
      />
      <EmailField
        value={email}
        onChange={(value) => {
          setEmail(value);
          invite.reset();
        }}
        error={(tried && !isEmail(email) && text.emailMissing) || taken}
      />
      <Select
        label={text.role}
        description={role ? words.people.roleNote[role] : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={roleOptions(ROLES)}
        value={role}
        onChange={(value) => setRole(ROLES.find((one) => one === value) ?? null)}
        error={tried && !role && text.roleMissing}
      />
      <p className={styles.note}>{sends_mail ? text.mailed : text.byHand}</p>
      <FormError error={invite.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={invite.isPending}>
          {text.submit}
        </Button>
      </DialogFooter>
    </form>
  );
}
