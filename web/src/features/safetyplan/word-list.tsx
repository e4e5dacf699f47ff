/** The word check as anybody may read it: what it does, its words, when it stays silent, its limits and its figures. */
import type { ReactNode } from "react";
import { words } from "../../i18n";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { WORD_LIST } from "./check";
import figures from "./figures.json";
import styles from "./word-list.module.css";

const text = words.safetyplan.check;

interface Props {
  voice: "patient" | "staff";
  /** What was decided, and the way to decide otherwise. */
  choice: ReactNode;
}

export function WordList({ voice, choice }: Props) {
  return (
    <>
      <Panel title={text.title}>
        <PanelText>
          <p>{voice === "patient" ? text.lead : text.leadStaff}</p>
          <Points points={[...text.does, voice === "patient" ? text.tells : text.tellsStaff]} />
        </PanelText>
      </Panel>
      {choice}
      <Panel title={text.list}>
        <PanelText>
          <p className={panel.note}>
            {text.version(WORD_LIST.version)}. {WORD_LIST.status === "proposal" ? text.proposal : null}{" "}
            {text.how}
          </p>
          {voice === "patient" ? (
            <details className={styles.folded}>
              <summary>{text.unfold}</summary>
              <Groups />
            </details>
          ) : (
            <Groups />
          )}
        </PanelText>
      </Panel>
      <Panel title={text.passes}>
        <PanelText>
          <Points points={text.silent} />
          <Phrases phrases={WORD_LIST.harmless} />
        </PanelText>
      </Panel>
      <Panel title={text.limits}>
        <PanelText>
          <Points points={text.cannot} />
        </PanelText>
      </Panel>
      <Figures />
    </>
  );
}

function Groups() {
  return WORD_LIST.groups.map(({ id, phrases }) => (
    <section key={id} className={styles.group}>
      <h3>{text.groups[id]}</h3>
      <Phrases phrases={phrases} />
    </section>
  ));
}

function Points({ points }: { points: readonly string[] }) {
  return (
    <ul className={styles.points}>
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}

function Phrases({ phrases }: { phrases: readonly string[] }) {
  return (
    <ul className={styles.phrases}>
      {phrases.map((phrase) => (
        <li key={phrase}>{shown(phrase)}</li>
      ))}
    </ul>
  );
}

function shown(phrase: string): string {
  return phrase.replaceAll("$", text.end).replaceAll("/", " / ").replaceAll("...", "…");
}

function Figures() {
  const sets = [
    [text.writing, figures.writing],
    [text.heldOut, figures.heldOut],
  ] as const;
  const all = sets.reduce((sum, [, { danger, calm }]) => sum + danger + calm, 0);
  return (
    <Panel title={text.figures}>
      <PanelText>
        <p className={panel.note}>{text.figuresBody(all)}</p>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{text.set}</th>
              <th scope="col">{text.recall}</th>
              <th scope="col">{text.alarms}</th>
            </tr>
          </thead>
          <tbody>
            {sets.map(([name, { danger, found, calm, alarms }]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{text.share(found, danger)}</td>
                <td>{text.share(alarms, calm)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </PanelText>
    </Panel>
  );
}
