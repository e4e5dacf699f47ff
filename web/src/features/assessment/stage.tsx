/** How far the illness has gone: the Maudsley stage with its components, and the rule by which trials count. */
import type { Assessment } from "../../client/types";
import { words } from "../../i18n";
import styles from "./findings.module.css";

const text = words.assessment.stage;
const PARTS = ["duration", "severity", "failed", "augmentation", "ect"] as const;

export function Stage({ data }: { data: Assessment }) {
  const { staging, findings } = data;
  const { stage } = staging;
  const known = findings.some(({ body }) => body.kind === "staging");
  return (
    <>
      {stage ? (
        <div className={styles.stage}>
          <p>
            <strong>{text.total(stage.total, staging.highest, stage.band)}</strong>
          </p>
          <p>{PARTS.map((part) => text.part(text.parts[part], stage[part])).join(", ")}</p>
        </div>
      ) : (
        <p className={styles.none}>{known ? text.notYet : text.open}</p>
      )}
      <p className={styles.stage}>{text.failed(staging.failed_trials, staging.resistant_from)}</p>
      <p className={styles.fact}>
        {text.rule(staging.min_days, staging.same_episode)}{" "}
        {text.source(staging.rule_cite, staging.stage_cite)} {staging.signed_off ? null : text.unsigned}
      </p>
    </>
  );
}
