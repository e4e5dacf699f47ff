/** The trail of one plan: who did what on it, and who touched it at all. */
import { Button } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ExportMenu } from "../../features/oversight/export-menu";
import { FilterBar } from "../../features/oversight/filter-bar";
import { planTrailQuery } from "../../features/oversight/queries";
import { wantedOf } from "../../features/oversight/search";
import { TouchedList } from "../../features/oversight/touched-list";
import { TrailView } from "../../features/oversight/trail-view";
import { planQuery } from "../../features/plans/queries";
import { TeamPopover } from "../../features/plans/team-popover";
import { words } from "../../i18n";
import { useRoomBeside } from "../../lib/media";
import { Card, Page, PageHeader } from "../../ui/page";
import { ErrorState } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { useTitle } from "../../ui/use-title";
import { BackToOversight } from "./back";
import styles from "./plan.module.css";
import { PLAN_VIEWS, type PlanTrailSearch } from "./search";

const text = words.oversight;

export function PlanTrailPage() {
  const { planId } = useParams({ from: "/signed/staff/oversee/oversight/plans/$planId" });
  const search = useSearch({ from: "/signed/staff/oversee/oversight/plans/$planId" });
  const navigate = useNavigate({ from: "/oversight/plans/$planId" });
  const plan = useQuery(planQuery(planId));
  const beside = useRoomBeside();
  const { view = "trail" } = search;
  const wanted = wantedOf(search);
  const pages = useInfiniteQuery({
    ...planTrailQuery(planId, wanted),
    placeholderData: (before, query) => (query?.queryKey[1] && view === "trail" ? before : undefined),
  });
  useTitle(text.trail);
  const change = (some: PlanTrailSearch) =>
    void navigate({ search: (before) => ({ ...before, ...some }), replace: !("entry" in some) });

  if (plan.isError && !plan.data)
    return (
      <Page>
        <BackToOversight />
        <Card>
          <ErrorState error={plan.error} retry={() => void plan.refetch()} />
        </Card>
      </Page>
    );
  return (
    <Page wide>
      <BackToOversight />
      <PageHeader title={plan.data?.patient.name ?? text.trail} note={text.ofPlan}>
        {plan.data ? <TeamPopover plan={plan.data} compact={!beside} /> : null}
        {plan.data?.may.includes("plan.read") ? (
          <Button
            leftSection={<IconExternalLink size={18} />}
            renderRoot={(props) => <Link to="/plans/$planId" params={{ planId }} search={{}} {...props} />}
          >
            {text.openPlan}
          </Button>
        ) : null}
        <ExportMenu of={{ plan: planId }} wanted={wanted} />
      </PageHeader>
      <div className={styles.tabs}>
        <Tabs
          label={text.viewLabel}
          present={view}
          onOpen={(id) => change({ view: PLAN_VIEWS.find((one) => one === id) })}
          tabs={PLAN_VIEWS.map((id) => ({ id, label: text.views[id] }))}
        />
      </div>
      {view === "touched" ? (
        <Card label={text.views.touched}>
          <TouchedList
            planId={planId}
            onPerson={(who) => change({ who, view: "trail", kind: undefined, goal: undefined })}
          />
        </Card>
      ) : (
        <TrailView
          pages={pages}
          shows="who"
          search={search}
          onSearch={change}
          beside={beside}
          bar={<FilterBar planId={planId} search={search} onSearch={change} />}
        />
      )}
    </Page>
  );
}
