/** Who it is, and whether they get in: the head of whatever is about one person. */
import type { Admission } from "../../client/types";
import { words } from "../../i18n";
import type { Role } from "../../lib/roles";
import { Avatar } from "../../ui/person";
import { CorrectPerson } from "./correct-person";
import styles from "./person-head.module.css";
import { StateWord } from "./state-word";

interface Props {
  person: Admission;
  /** The role whose colour they wear here. */
  as: Role | null;
  /** May the reader put right what stands here? */
  mayCorrect: boolean;
}

export function PersonHead({ person, as, mayCorrect }: Props) {
  return (
    <header className={styles.head}>
      <Avatar person={{ ...person, role: as }} size={44} />
      <div className={styles.who}>
        <h2 className={styles.name}>{person.name}</h2>
        <p className={styles.email}>{person.email ?? words.people.noAddress}</p>
      </div>
      {mayCorrect && person.state !== "ended" ? <CorrectPerson person={person} /> : null}
      <StateWord state={person.state} />
    </header>
  );
}
