/** What opens a safety case, who is told of it when, and where all of that comes from. */
import { useQuery } from "@tanstack/react-query";
import { safetyRulesQuery } from "../../features/safety/queries";
import { RuleList } from "../../features/safety/rule-list";
import { safetyWords } from "../../i18n/safety";
import { failed } from "../../lib/problem";
import { Page, PageHeader } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

const text = safetyWords.rules;

export function SafetyRulesPage() {
  const query = useQuery(safetyRulesQuery);
  useTitle(text.title);
  return (
    <Page>
      <PageHeader title={text.title} note={text.note} />
      <div className={styles.parts}>
        {failed(query) ? (
          <Panel title={text.which}>
            <ErrorState error={query.error} retry={() => void query.refetch()} />
          </Panel>
        ) : null}
        {query.isPending ? (
          <Panel title={text.which}>
            <RowsSkeleton rows={6} />
          </Panel>
        ) : null}
        {query.data ? <RuleList rules={query.data} /> : null}
      </div>
    </Page>
  );
}
