/** One integrity alert with the trail beside it, for the privacy officer to look into and close. */
import { IconChevronLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import styles from "../../features/oversight/alert.module.css";
import { AlertActs } from "../../features/oversight/alert-close";
import { AlertFacts } from "../../features/oversight/alert-facts";
import { AlertState } from "../../features/oversight/alert-state";
import { AlertTrail } from "../../features/oversight/alert-trail";
import { alertQuery } from "../../features/oversight/queries";
import { alertWords } from "../../i18n/alerts";
import { Card, Page, PageHeader } from "../../ui/page";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import back from "./back.module.css";

const text = alertWords;

export function AlertPage() {
  const { alertId } = useParams({ from: "/signed/staff/oversee/officer/oversight/alerts/$alertId" });
  const { data, error, refetch } = useQuery(alertQuery(alertId));
  useTitle(text.title);
  return (
    <Page wide>
      <Link to="/oversight/alerts" search={{}} className={back.back}>
        <IconChevronLeft size={18} aria-hidden="true" />
        {text.back}
      </Link>
      <PageHeader title={data ? text.what[data.alert.what].title : text.title}>
        {data ? <AlertState one={data.alert} /> : null}
      </PageHeader>
      {data ? (
        <div className={styles.columns}>
          <Card padded>
            <div className={styles.main}>
              <AlertFacts one={data.alert} />
              <AlertActs one={data.alert} />
            </div>
          </Card>
          <div>
            <Card padded>
              <AlertTrail entries={data.trail} />
            </Card>
          </div>
        </div>
      ) : (
        <Card>
          {error ? <ErrorState error={error} retry={() => void refetch()} /> : <RowsSkeleton rows={6} />}
        </Card>
      )}
    </Page>
  );
}
