/** The last changes of the plan, in the words of those who made them. */
import { IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { versionsQuery } from "../../features/plans/queries";
import { VersionLines } from "../../features/plans/version-lines";
import { words } from "../../i18n";
import styles from "./changes.module.css";

const text = words.patient;
const SHOWN = 2;

export function Changes({ planId }: { planId: string }) {
  const versions = useInfiniteQuery(versionsQuery(planId)).data?.pages[0]?.items ?? [];
  if (versions.length === 0) return null;
  return (
    <section className={styles.changes} aria-labelledby="changed">
      <h2 id="changed">{text.changed}</h2>
      <VersionLines versions={versions.slice(0, SHOWN)} />
      <Link to="/plan" className={styles.more}>
        {text.wholePlan}
        <IconChevronRight size={20} aria-hidden="true" />
      </Link>
    </section>
  );
}
