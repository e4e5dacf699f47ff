/** The findings of one kind: a heading, a line for each, and a way to add one. */
import { Button } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AssessmentFinding, FindingBody } from "../../client/types";
import { words } from "../../i18n";
import { Chip, type Tone } from "../../ui/chip";
import { IconButton } from "../../ui/icon-button";
import { TimeAgo } from "../../ui/time";
import styles from "./findings.module.css";
import { type FindingKind, isOver, judgementWords, nameOf, partsOf, stateOf, writtenOf } from "./words";

const text = words.assessment;
const CONSENT_TONE = { given: "good", refused: "neutral", withdrawn: "warn" } as const;

interface Props {
  kind: FindingKind;
  findings: readonly AssessmentFinding[];
  /** What stands above the lines. */
  children?: ReactNode;
  onAdd?: (() => void) | undefined;
  onChange?: ((finding: AssessmentFinding) => void) | undefined;
}

export function Findings({ kind, findings, children, onAdd, onChange }: Props) {
  return (
    <section className={styles.section}>
      <header className={styles.head}>
        <h3>{text.kinds[kind]}</h3>
        {kind === "differential" ? <Chip>{text.staffOnly}</Chip> : null}
        {onAdd ? (
          <Button
            variant="subtle"
            color="accent"
            size="compact-sm"
            leftSection={<IconPlus size={16} />}
            onClick={onAdd}
            aria-label={`${text.addTo[kind]}: ${text.kinds[kind]}`}
          >
            {text.addTo[kind]}
          </Button>
        ) : null}
      </header>
      {children}
      {findings.length === 0 && text.none[kind] ? <p className={styles.none}>{text.none[kind]}</p> : null}
      <ul className={styles.lines}>
        {findings.map((finding) => (
          <Line key={finding.finding_id} finding={finding} onChange={onChange} />
        ))}
      </ul>
    </section>
  );
}

function Line({ finding, onChange }: { finding: AssessmentFinding; onChange: Props["onChange"] }) {
  const { body, author, at } = finding;
  const name = nameOf(body);
  const parts = partsOf(body);
  const written = writtenOf(body);
  return (
    <li className={styles.line} data-over={isOver(body) || undefined}>
      <div className={styles.words}>
        <p className={styles.name}>
          <strong>{name}</strong> <Chips finding={finding} />
        </p>
        {parts.length > 0 ? <p>{parts.join(", ")}</p> : null}
        {written ? <p>{written}</p> : null}
        <p className={styles.by}>
          {finding.reason} {author.name}, <TimeAgo at={at} />
        </p>
      </div>
      {onChange ? (
        <IconButton label={text.change(name)} size={32} onClick={() => onChange(finding)}>
          <IconPencil size={18} />
        </IconButton>
      ) : null}
    </li>
  );
}

function Chips({ finding }: { finding: AssessmentFinding }) {
  const { body, judgement } = finding;
  const judged = judgementWords(finding);
  const state = stateOf(body);
  const tone: Tone = judgement?.adequacy === "adequate" ? "good" : "neutral";
  return (
    <>
      {judged ? <Chip tone={tone}>{judged}</Chip> : null}
      {judgement?.failed ? <Chip tone="warn">{text.failed}</Chip> : null}
      {state ? <Chip tone={toneOf(body)}>{state}</Chip> : null}
      {body.kind === "flag" && finding.staff_only ? <Chip>{text.staffOnly}</Chip> : null}
    </>
  );
}

function toneOf(body: FindingBody): Tone {
  if (body.kind === "flag") return body.weight === "contraindication" ? "danger" : "neutral";
  if (body.kind === "differential") return body.status === "not-yet" ? "warn" : "neutral";
  if (body.kind === "consent") return CONSENT_TONE[body.status];
  if (body.kind !== "condition") return "neutral";
  if (body.status === "relapse" || body.status === "recurrence") return "warn";
  return body.status === "remission" ? "good" : "neutral";
}
