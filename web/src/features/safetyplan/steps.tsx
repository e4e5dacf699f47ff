/** A safety plan as it is read in a bad moment: its steps from the top, numbers to call under the thumb. */
import { IconPhone } from "@tabler/icons-react";
import type { SafetyPlanContent, SafetyPlanLine } from "../../client/types";
import { words } from "../../i18n";
import { CrisisLines } from "../../ui/crisis-lines";
import { useCrisis } from "../../ui/help-now";
import styles from "./steps.module.css";
import { STEPS } from "./writing";

const text = words.safetyplan;

/** `bare`: the crisis lines stand beside it already. */
export function SafetyPlanSteps({ content, bare = false }: { content: SafetyPlanContent; bare?: boolean }) {
  const { likelihood, barriers } = content;
  return (
    <div className={styles.plan}>
      <ol className={styles.steps}>
        {STEPS.filter((step) => content[step].length > 0 || (step === "professionals" && !bare)).map(
          (step) => (
            <li key={step} className={styles.step}>
              <h3>{text.steps[step].title}</h3>
              {content[step].length > 0 ? (
                <ul className={styles.lines}>
                  {content[step].map((line) => (
                    <Line key={`${line.words} ${line.phone}`} line={line} />
                  ))}
                </ul>
              ) : null}
              {step === "professionals" && !bare ? <Always /> : null}
            </li>
          ),
        )}
      </ol>
      {likelihood !== null || barriers !== null ? (
        <div className={styles.use}>
          {likelihood === null ? null : (
            <p>
              <strong>{text.likelihoodOf(likelihood)}</strong>
            </p>
          )}
          {barriers === null ? null : (
            <p>
              <strong>{text.barriersOf}</strong> <span>{barriers}</span>
            </p>
          )}
        </div>
      ) : null}
    </div>
  );
}

function Line({ line }: { line: SafetyPlanLine }) {
  return (
    <li>
      <span>{line.words}</span>
      {line.phone ? (
        <a
          href={`tel:${line.phone.replace(/[^\d+]/g, "")}`}
          aria-label={text.call(`${line.words}, ${line.phone}`)}
        >
          <IconPhone size={18} aria-hidden="true" />
          {line.phone}
        </a>
      ) : null}
    </li>
  );
}

function Always() {
  const crisis = useCrisis();
  return (
    <div className={styles.always}>
      <p>{text.always}</p>
      <CrisisLines crisis={crisis} />
    </div>
  );
}
