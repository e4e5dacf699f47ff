/** What a patient can do with an entry of theirs: change it, turn it private or shared, delete it; said in plain words before. */
import { Button, Menu, Modal } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { words } from "../../i18n";
import { ConfirmDialog } from "../../ui/confirm";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { useFocusBack } from "../../ui/use-focus-back";
import { useRemovePrivate, useWithdraw } from "./commands";
import type { Entry } from "./entry";
import { EntryForm } from "./form";
import { useDiaryBox } from "./outbox";
import { useRewrite, useSaving, useTurn } from "./saving";

const text = words.diary;

type Asking = "change" | "turn" | "remove";

interface Props {
  planId: string;
  entry: Entry;
  /** Their keys are open: without them nothing can be sealed. */
  canSeal: boolean;
}

export function EntryActs({ planId, entry, canSeal }: Props) {
  const [asking, setAsking] = useState<Asking | null>(null);
  useFocusBack(asking !== null);
  const box = useDiaryBox();
  const close = () => setAsking(null);
  if (entry.waiting !== null) {
    const key = entry.waiting;
    return entry.refused ? <Button onClick={() => box.remove(key)}>{text.forget}</Button> : null;
  }
  const acts = { planId, entry, onClose: close };
  return (
    <>
      <Menu width={220}>
        <Menu.Target>
          <IconButton label={text.acts} size={44}>
            <IconDots size={20} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking("change")}>{text.change}</Menu.Item>
          <Menu.Item disabled={!canSeal} onClick={() => setAsking("turn")}>
            {entry.isPrivate ? text.share : text.makePrivate}
          </Menu.Item>
          <Menu.Item onClick={() => setAsking("remove")}>{text.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === "change" ? <Rewriting {...acts} /> : null}
      {asking === "turn" ? <Turning {...acts} /> : null}
      {asking === "remove" ? <Removing {...acts} /> : null}
    </>
  );
}

interface Act {
  planId: string;
  entry: Entry;
  onClose: () => void;
}

function Rewriting({ planId, entry, onClose }: Act) {
  const [mood, setMood] = useState(entry.mood);
  const rewrite = useRewrite(planId);
  const tell = useTell();
  return (
    <Modal opened onClose={onClose} title={text.changeTitle} size={520}>
      <EntryForm
        said={entry}
        mood={mood}
        onMood={setMood}
        choosesReader={false}
        isPrivate={entry.isPrivate}
        verb={text.saveChange}
        filled
        onSave={async (said) => {
          await rewrite(entry, said);
          tell({ text: text.changed });
          onClose();
        }}
      />
    </Modal>
  );
}

function Turning({ planId, entry, onClose }: Act) {
  const turn = useTurn(planId);
  const saving = useSaving();
  const tell = useTell();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={entry.isPrivate ? text.shareTitle : text.makePrivateTitle}
      verb={entry.isPrivate ? text.share : text.makePrivate}
      busy={saving.busy}
      error={saving.error}
      onConfirm={() =>
        void saving.run(async () => {
          await turn(entry);
          tell({ text: entry.isPrivate ? text.madeShared : text.madePrivate });
          onClose();
        })
      }
    >
      {entry.isPrivate ? text.shareBody : text.makePrivateBody}
    </ConfirmDialog>
  );
}

function Removing({ planId, entry, onClose }: Act) {
  const withdraw = useWithdraw();
  const remove = useRemovePrivate();
  const tell = useTell();
  const act = entry.isPrivate ? remove : withdraw;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={text.removeTitle}
      verb={text.remove}
      danger
      busy={act.isPending}
      error={act.error}
      onConfirm={() =>
        act.mutate(
          { plan_id: planId, id: entry.id },
          {
            onSuccess: () => {
              tell({ text: text.removed });
              onClose();
            },
          },
        )
      }
    >
      {entry.isPrivate ? text.removePrivate : text.removeShared}
    </ConfirmDialog>
  );
}
