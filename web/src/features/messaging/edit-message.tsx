/** Where one says one's own message otherwise; unsaved words are kept like every draft. */
import { Button, Textarea } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { words } from "../../i18n";
import type { MessageRow } from "../../talk/row";
import type { Talk } from "../../talk/talk";
import { FormError } from "../../ui/states";
import { useDraft } from "../../ui/use-draft";
import { useTalkAct } from "./acts";
import { openBody, type Shown } from "./bodies";
import { LONGEST } from "./composer";
import styles from "./edit-message.module.css";
import { useOnSending } from "./sending";

const text = words.messaging;

export function EditMessage({
  message,
  talk,
  onClose,
}: {
  message: Shown;
  talk: Talk<MessageRow>;
  onClose: () => void;
}) {
  const [draft, write] = useDraft(`edit.${message.id}`);
  const act = useTalkAct(talk);
  const sending = useOnSending();
  const before = openBody(message);
  const now = draft === "" ? before : draft;
  const tooLong = now.length > LONGEST;
  const done = () => {
    write("");
    onClose();
  };
  const save = () => {
    const said = now.trim();
    if (said === "" || tooLong || act.isPending) return;
    if (said === before) done();
    else {
      sending({ id: message.id, words: said });
      act.mutate((open) => open.edit(message.id, said), { onSuccess: done });
    }
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") done();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  };
  return (
    <form
      className={styles.edit}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Textarea
        autosize
        minRows={2}
        maxRows={8}
        data-autofocus
        autoFocus
        aria-label={text.editing}
        value={now}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={keys}
        error={tooLong ? text.tooLong(LONGEST) : null}
      />
      <FormError error={act.error} />
      <div className={styles.foot}>
        <Button size="compact-sm" onClick={done}>
          {words.common.cancel}
        </Button>
        <Button type="submit" size="compact-sm" variant="filled" loading={act.isPending} disabled={tooLong}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}
