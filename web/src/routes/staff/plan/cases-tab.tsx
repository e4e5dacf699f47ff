/** The safety cases of a plan: the open one in full, then the earlier ones. */
import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CaseCard } from "../../../features/safety/case-card";
import { casesQuery } from "../../../features/safety/queries";
import styles from "../../../features/safety/safety.module.css";
import { safetyWords as text } from "../../../i18n/safety";
import { useMyId } from "../../../live/session";
import { Listing } from "../../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../../ui/states";
import { usePlanPage } from "./context";
import tab from "./tab.module.css";

export function CasesTab() {
  const { plan } = usePlanPage();
  const me = useMyId();
  const query = useInfiniteQuery(casesQuery(plan.id));
  const cases = query.data?.pages.flatMap((page) => page.items) ?? [];
  const open = cases.filter(({ closed_at }) => closed_at === null);
  const earlier = cases.filter(({ closed_at }) => closed_at !== null);
  return (
    <div className={tab.tab}>
      <header className={styles.top}>
        <h2>{text.title}</h2>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          renderRoot={(props) => <Link to="/safety-rules" {...props} />}
        >
          {text.rules.link}
        </Button>
      </header>
      <p className={styles.muted}>{text.note}</p>
      <Listing
        query={query}
        count={cases.length}
        skeleton={
          <div className={styles.frame}>
            <RowsSkeleton rows={4} />
          </div>
        }
        empty={
          <div className={styles.frame}>
            <EmptyState icon={<IconShieldCheck />} title={text.none}>
              {text.noneBody}
            </EmptyState>
          </div>
        }
      >
        <div className={styles.form}>
          {open.map((one) => (
            <CaseCard key={one.id} one={one} me={me} />
          ))}
          {earlier.length > 0 ? <h2>{text.earlier}</h2> : null}
          {earlier.map((one) => (
            <CaseCard key={one.id} one={one} me={me} />
          ))}
        </div>
      </Listing>
    </div>
  );
}
