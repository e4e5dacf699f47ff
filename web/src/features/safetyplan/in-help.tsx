/** The safety plan in "Get help now": two taps from every page, also without a network and before signing in. */
import { IconChevronDown, IconListNumbers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { SafetyPlanContent } from "../../client/types";
import { words } from "../../i18n";
import { hereQuery } from "./here";
import styles from "./in-help.module.css";
import { safetyPlanQuery } from "./queries";
import { SafetyPlanSteps } from "./steps";

const text = words.safetyplan;

/** Before anybody signed in, what lies on this device. */
export function HereInHelp() {
  const content = useQuery(hereQuery).data?.content;
  return content ? <Opening content={content} /> : null;
}

interface OwnProps {
  me: string;
  /** The patient's own plan; undefined as long as nobody knows it, as without a network. */
  planId: string | undefined;
  /** The way to writing one. */
  write: ReactNode;
}

/** Of the patient who is signed in: as the server said it last, else what lies here for them. */
export function OwnInHelp({ me, planId, write }: OwnProps) {
  const here = useQuery(hereQuery).data;
  const plan = useQuery({ ...safetyPlanQuery(planId ?? ""), enabled: planId !== undefined }).data;
  const content = plan ? plan.current?.content : here?.personId === me ? here.content : null;
  if (content) return <Opening content={content} />;
  if (plan) {
    return (
      <p className={styles.none}>
        {text.helpNone} {write}
      </p>
    );
  }
  return planId !== undefined && !navigator.onLine ? <p className={styles.none}>{text.noneOffline}</p> : null;
}

function Opening({ content }: { content: SafetyPlanContent }) {
  return (
    <details className={styles.plan}>
      <summary>
        <IconListNumbers size={22} stroke={1.7} aria-hidden="true" />
        <span>{text.mine}</span>
        <IconChevronDown size={20} aria-hidden="true" />
      </summary>
      <SafetyPlanSteps content={content} bare />
    </details>
  );
}
