/** On a patient's page as long as a case is open: what was found, who has it in hand, and the next thing to do. */
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { SafetyCase } from "../../client/types";
import { safetyWords as text } from "../../i18n/safety";
import { useNow } from "../../lib/now";
import { TimeAgo } from "../../ui/time";
import { CaseActs } from "./acts";
import { handOf } from "./hand";
import styles from "./safety.module.css";

interface Props {
  open: SafetyCase;
  patient: string;
  me: string;
  children?: ReactNode;
}

export function CaseBanner({ open, patient, me, children }: Props) {
  const [who, next] = handOf(open, me, useNow());
  const newest = open.evidence.findLast(({ tier }) => tier === open.tier);
  const free = open.may.includes("case.take");
  return (
    <section className={styles.banner} data-taken={!free || undefined} aria-label={text.title}>
      <IconAlertTriangle aria-hidden="true" size={22} />
      <div className={styles.words}>
        <p>
          <strong>
            {text.tiers[open.tier]}. {text.open(patient, open.tier)}.
          </strong>{" "}
          {newest ? (
            <>
              {newest.title}, <TimeAgo at={newest.at} />.
            </>
          ) : null}
        </p>
        <p className={styles.muted}>{[who, next].filter(Boolean).join(" ")}</p>
      </div>
      <div className={styles.acts}>
        <CaseActs open={open} patient={patient}>
          {children}
        </CaseActs>
      </div>
    </section>
  );
}
