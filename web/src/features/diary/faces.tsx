/** Five faces, each with one word: how one is. */
import {
  IconMoodEmpty,
  IconMoodHappy,
  IconMoodSad,
  IconMoodSad2,
  IconMoodSmile,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Mood } from "../../client/types";
import { words } from "../../i18n";
import { MOODS } from "./entry";
import styles from "./faces.module.css";

const ICONS: Readonly<Record<Mood, TablerIcon>> = {
  bad: IconMoodSad2,
  low: IconMoodSad,
  okay: IconMoodEmpty,
  good: IconMoodSmile,
  great: IconMoodHappy,
};

export function Faces({
  label,
  chosen,
  onChoose,
}: {
  label: string;
  chosen: Mood | null;
  onChoose: (mood: Mood) => void;
}) {
  return (
    <fieldset className={styles.faces}>
      <legend className="ct-hidden">{label}</legend>
      {MOODS.map((mood) => (
        <button key={mood} type="button" aria-pressed={chosen === mood} onClick={() => onChoose(mood)}>
          <Face mood={mood} size={34} />
          {words.diary.moods[mood]}
        </button>
      ))}
    </fieldset>
  );
}

/** A face alone: its word stands beside it. */
export function Face({ mood, size = 28 }: { mood: Mood; size?: number }) {
  const Icon = ICONS[mood];
  return <Icon className={styles.face} data-mood={mood} size={size} stroke={1.6} aria-hidden="true" />;
}
