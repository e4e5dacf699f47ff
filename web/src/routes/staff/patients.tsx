/** Patients: everybody on whose team I am. */
import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CaseloadRow } from "../../features/plans/caseload";
import { caseloadQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import { useSession } from "../../live/session";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { Filters, SearchField } from "../../ui/search-field";
import { NobodyFits, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useSought } from "../sought";
import { treats } from "./nav";
import { NoPatients } from "./no-patients";
import { type PatientsSearch, PHASES, STATUSES } from "./patients-search";
import { PatientsTabs } from "./patients-tabs";

const text = words.plans;

export function PatientsPage() {
  const session = useSession();
  const search = useSearch({ from: "/signed/staff/patients" });
  const navigate = useNavigate({ from: "/patients" });
  const list = useListKeys();
  const { status, phase } = search;
  const { typed, setTyped, q } = useSought();
  const pages = useInfiniteQuery({ ...caseloadQuery({ q, status }), placeholderData: (before) => before });
  useTitle(text.title);

  const narrow = (change: PatientsSearch) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  const clear = () => {
    setTyped("");
    void navigate({ search: {}, replace: true });
  };
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const plans = phase ? all.filter((plan) => plan.phase === phase) : all;
  const filtered = Boolean(q || status || phase);

  return (
    <Page wide>
      <PageHeader
        title={text.title}
        note={plans.length > 0 && !pages.hasNextPage ? text.count(plans.length) : null}
      />
      {treats(session) ? <PatientsTabs present="/patients" /> : null}
      {all.length === 0 && !filtered && pages.isSuccess ? null : (
        <Filters>
          <SearchField label={text.search} value={typed} onChange={setTyped} />
          <Select
            aria-label={text.allPhases}
            value={phase ?? ""}
            data={[
              { value: "", label: text.allPhases },
              ...PHASES.map((value) => ({ value, label: text.phase[value] })),
            ]}
            onChange={(value) => narrow({ phase: PHASES.find((one) => one === value) })}
          />
          <Select
            aria-label={text.allStatus}
            value={status ?? ""}
            data={[
              { value: "", label: text.allStatus },
              ...STATUSES.map((value) => ({ value, label: text.status[value] })),
            ]}
            onChange={(value) => narrow({ status: STATUSES.find((one) => one === value) })}
          />
        </Filters>
      )}
      <Card label={text.title}>
        <Listing
          query={pages}
          count={plans.length}
          skeleton={<RowsSkeleton rows={8} avatar />}
          empty={
            filtered ? (
              <NobodyFits all={text.clear} onAll={clear}>
                {text.nothingFoundBody}
              </NobodyFits>
            ) : (
              <NoPatients />
            )
          }
        >
          <div ref={list}>
            {plans.map((plan) => (
              <CaseloadRow key={plan.id} plan={plan} />
            ))}
          </div>
        </Listing>
      </Card>
    </Page>
  );
}
