/** Whether somebody gets in, as a word: a chip where something is to be done, quiet where all is well. */
import type { PersonState } from "../../client/types";
import { words } from "../../i18n";
import { Chip, type Tone } from "../../ui/chip";

const TONES: Readonly<Record<PersonState, Tone>> = {
  invited: "info",
  waiting: "warn",
  active: "good",
  ended: "neutral",
};

export function StateWord({ state }: { state: PersonState }) {
  return <Chip tone={TONES[state]}>{words.people.states[state]}</Chip>;
}
