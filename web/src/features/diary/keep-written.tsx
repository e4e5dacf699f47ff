/** What was written in an exercise becomes an entry of the diary: for oneself, unless one chooses to share it. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Mood } from "../../client/types";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import { ConfirmDialog } from "../../ui/confirm";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { useFocusBack } from "../../ui/use-focus-back";
import { EntryForm } from "./form";
import styles from "./keep-written.module.css";
import { type Saved, Thanks } from "./quick";
import { useWrite } from "./saving";
import type { Words } from "./use-words";

const text = words.diary.writing;

interface Props {
  planId: string;
  own: Words;
  /** The words as they will stand in the diary. */
  note: string;
  /** The way to the diary. */
  more: ReactNode;
}

export function KeepWritten({ planId, own, note, more }: Props) {
  const [mood, setMood] = useState<Mood | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const [asking, setAsking] = useState(false);
  useFocusBack(asking);
  const [dropped, setDropped] = useState(false);
  const write = useWrite(planId);
  const said = { day: isoDate(new Date()), activities: [], sleep: null, note };
  return (
    <Panel title={text.title}>
      <PanelText>
        {saved ? <Thanks saved={saved} /> : null}
        {dropped ? <p role="status">{text.dropped}</p> : null}
        {saved || dropped ? null : (
          <>
            <p className={panel.note}>{text.body}</p>
            <EntryForm
              today
              said={said}
              mood={mood}
              onMood={setMood}
              choosesReader
              isPrivate
              folded={<Preview note={note} />}
              verb={text.save}
              filled
              onSave={async (entry, isPrivate) => {
                const key = await write(entry, isPrivate);
                await own.forget();
                setSaved({ key, mood: entry.mood, isPrivate });
              }}
            />
            <div>
              <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
                {text.drop}
              </Button>
            </div>
          </>
        )}
      </PanelText>
      {saved ? more : null}
      <ConfirmDialog
        opened={asking}
        title={text.dropTitle}
        verb={text.dropVerb}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => {
          void own.forget();
          setAsking(false);
          setDropped(true);
        }}
      >
        {text.dropBody}
      </ConfirmDialog>
    </Panel>
  );
}

function Preview({ note }: { note: string }) {
  return (
    <figure className={styles.preview}>
      <figcaption>{text.yours}</figcaption>
      <p>{note}</p>
    </figure>
  );
}
