/** Putting right a name or an e-mail address. */
import { Button, Modal } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { Admission } from "../../client/types";
import { words } from "../../i18n";
import { Problem } from "../../lib/problem";
import { useSession } from "../../live/session";
import { DialogFooter } from "../../ui/confirm";
import { EmailField, isEmail, NameField } from "../../ui/contact-fields";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useCorrectPerson } from "./commands";
import styles from "./forms.module.css";

const text = words.people.correct;

/** The button that opens it. */
export function CorrectPerson({ person }: { person: Admission }) {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <IconButton label={text.open} onClick={() => setOpened(true)}>
        <IconPencil size={18} />
      </IconButton>
      <Modal opened={opened} onClose={close} title={text.title} size={440}>
        <Form person={person} onClose={close} />
      </Modal>
    </>
  );
}

function Form({ person, onClose }: { person: Admission; onClose: () => void }) {
  const { sends_mail } = useSession().clinic;
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email ?? "");
  const [tried, setTried] = useState(false);
  const correct = useCorrectPerson();
  const tell = useTell();
  const said = email.trim();
  const wrong = said === "" ? person.email !== null : !isEmail(said);
  const moved = said !== "" && said !== person.email;
  const taken = correct.error instanceof Problem && correct.error.slug === "address-taken";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || wrong) return;
    correct.mutate(
      { person_id: person.id, name: name.trim(), email: said || null },
      {
        onSuccess: () => {
          tell({ text: text.done(name.trim()) });
          onClose();
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <NameField
        value={name}
        onChange={setName}
        error={tried && name.trim() === "" && words.people.invite.nameMissing}
      />
      <EmailField
        value={email}
        onChange={setEmail}
        error={(tried && wrong && words.people.invite.emailMissing) || taken}
      />
      {moved && person.state === "invited" ? (
        <p className={styles.note}>{sends_mail ? text.linkMailed : text.linkByHand}</p>
      ) : null}
      {moved && person.state === "active" ? <p className={styles.note}>{text.signsIn}</p> : null}
      <FormError error={correct.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={correct.isPending}>
          {words.common.save}
        </Button>
      </DialogFooter>
    </form>
  );
}
