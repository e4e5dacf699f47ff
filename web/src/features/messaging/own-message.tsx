/** What one can do with one's own message: say it otherwise, or take it back. */
import { IconMessageX, IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { words } from "../../i18n";
import type { MessageRow } from "../../talk/row";
import type { Talk } from "../../talk/talk";
import { ConfirmDialog } from "../../ui/confirm";
import { IconButton } from "../../ui/icon-button";
import { useTalkAct } from "./acts";
import type { Shown } from "./bodies";

const text = words.messaging;

export function OwnMessage({
  message,
  talk,
  onEdit,
}: {
  message: Shown;
  talk: Talk<MessageRow>;
  onEdit: () => void;
}) {
  const [asked, setAsked] = useState(false);
  const act = useTalkAct(talk);
  const close = () => setAsked(false);
  return (
    <>
      <IconButton label={text.edit} size={28} tabIndex={-1} onClick={onEdit}>
        <IconPencil size={18} stroke={1.7} />
      </IconButton>
      <IconButton label={text.takeBack} size={28} tabIndex={-1} onClick={() => setAsked(true)}>
        <IconMessageX size={18} stroke={1.7} />
      </IconButton>
      <ConfirmDialog
        opened={asked}
        title={text.takeBackTitle}
        verb={text.takeBack}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate((open) => open.retract(message.id), { onSuccess: close })}
        onClose={close}
      >
        {text.takeBackBody}
      </ConfirmDialog>
    </>
  );
}
