/** The five faces of Home: one tap, and save; what more one wants to say unfolds below. */
import { IconCheck } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Mood } from "../../client/types";
import { words } from "../../i18n";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { Face } from "./faces";
import { EntryForm } from "./form";
import { useOutgoingEntries } from "./outbox";
import styles from "./quick.module.css";
import { useWrite } from "./saving";

const text = words.diary;

export interface Saved {
  key: string;
  mood: Mood;
  isPrivate: boolean;
}

/** `more`: the way to the whole diary, a row of the card. */
export function QuickEntry({ planId, more }: { planId: string; more: ReactNode }) {
  const [mood, setMood] = useState<Mood | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const [lastPrivate, setLastPrivate] = useState(false);
  const write = useWrite(planId);
  return (
    <Panel title={text.ask}>
      <PanelText>
        {saved ? (
          <Thanks saved={saved}>
            <button
              type="button"
              className={styles.again}
              onClick={() => {
                setSaved(null);
                setMood(null);
              }}
            >
              {text.again}
            </button>
          </Thanks>
        ) : (
          <EntryForm
            today
            said={null}
            mood={mood}
            onMood={setMood}
            choosesReader
            isPrivate={lastPrivate}
            verb={text.save}
            onSave={async (said, isPrivate) => {
              const key = await write(said, isPrivate);
              setLastPrivate(isPrivate);
              setSaved({ key, mood: said.mood, isPrivate });
            }}
          />
        )}
      </PanelText>
      {more}
    </Panel>
  );
}

/** That an entry is saved or kept, and for whom; and what one can do then. */
export function Thanks({ saved, children }: { saved: Saved; children?: ReactNode }) {
  const waiting = useOutgoingEntries().find(({ key }) => key === saved.key);
  const said = waiting?.refused
    ? text.refused(waiting.refused)
    : waiting && !navigator.onLine
      ? text.savedOffline
      : saved.isPrivate
        ? text.savedPrivate
        : text.savedShared;
  return (
    <div className={styles.thanks}>
      <Face mood={saved.mood} size={34} />
      <div>
        <p role="status">
          <strong>{text.moods[saved.mood]}</strong>{" "}
          <IconCheck size={18} className={styles.check} aria-hidden="true" />
          <br />
          <span className={panel.note}>{said}</span>
        </p>
        {children}
      </div>
    </div>
  );
}
