/** Integrity alerts: those that wait for the privacy officer, and those that were closed. */
import { IconShieldCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { AlertRow } from "../../features/oversight/alert-row";
import { alertsQuery } from "../../features/oversight/queries";
import { alertWords } from "../../i18n/alerts";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import styles from "./alerts.module.css";
import { BackToOversight } from "./back";
import { ALERT_VIEWS } from "./search";

const text = alertWords;

export function AlertsPage() {
  const { view = "open" } = useSearch({ from: "/signed/staff/oversee/officer/oversight/alerts" });
  const navigate = useNavigate({ from: "/oversight/alerts" });
  const closed = view === "closed";
  const pages = useInfiniteQuery(alertsQuery(closed));
  const found = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useListKeys();
  useTitle(text.title);
  return (
    <Page>
      <BackToOversight />
      <PageHeader title={text.title} />
      <p className={styles.note}>{text.note}</p>
      <div className={styles.tabs}>
        <Tabs
          label={text.viewLabel}
          present={view}
          onOpen={(id) =>
            void navigate({ search: { view: ALERT_VIEWS.find((one) => one === id) }, replace: true })
          }
          tabs={ALERT_VIEWS.map((id) => ({ id, label: text.views[id] }))}
        />
      </div>
      <Card label={text.title}>
        <Listing
          query={pages}
          count={found.length}
          skeleton={<RowsSkeleton rows={4} />}
          empty={
            <EmptyState icon={<IconShieldCheck />} title={closed ? text.noneClosed : text.none}>
              {closed ? text.noneClosedBody : text.noneBody}
            </EmptyState>
          }
        >
          <div ref={list}>
            {found.map((one) => (
              <AlertRow key={one.id} one={one} />
            ))}
          </div>
        </Listing>
      </Card>
    </Page>
  );
}
