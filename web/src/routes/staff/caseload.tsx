/** Who needs somebody: my patients, whoever needs somebody most first, and why. */
import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { HowTold } from "../../features/outcomes/how-told";
import { NeedRow } from "../../features/outcomes/need-row";
import { DAYS, NEEDS, type NeedsSearch, needsQuery, USUAL_DAYS } from "../../features/outcomes/needs-queries";
import { outcomeWords } from "../../i18n/outcomes";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { Filters } from "../../ui/search-field";
import { NobodyFits, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { NoPatients } from "./no-patients";
import { PatientsTabs } from "./patients-tabs";

const text = outcomeWords.needs;

export function CaseloadPage() {
  const search = useSearch({ from: "/signed/staff/care/caseload" });
  const navigate = useNavigate({ from: "/caseload" });
  const list = useListKeys();
  const pages = useInfiniteQuery({ ...needsQuery(search), placeholderData: (before) => before });
  useTitle(text.title);
  const narrow = (change: NeedsSearch) => void navigate({ search: { ...search, ...change }, replace: true });
  const page = pages.data?.pages[0];
  const lines = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const many = new Map(page?.counts.map(({ need, patients }) => [need, patients]));
  return (
    <Page wide>
      <PageHeader title={text.title} note={page && page.count > 0 ? text.note(page.count) : null} />
      <PatientsTabs present="/caseload" />
      {page && page.count > 0 ? (
        <Filters>
          <Select
            aria-label={text.show}
            value={search.need ?? ""}
            data={[
              { value: "", label: text.everybody },
              ...NEEDS.map((need) => ({
                value: need,
                label: `${text.filters[need]} (${many.get(need) ?? 0})`,
              })),
            ]}
            onChange={(value) => narrow({ need: NEEDS.find((one) => one === value) })}
          />
          <Select
            aria-label={text.days}
            value={String(search.days ?? USUAL_DAYS)}
            data={DAYS.map((days) => ({
              value: String(days),
              label: text.inDays(days),
            }))}
            onChange={(value) => narrow({ days: DAYS.find((one) => String(one) === value) })}
          />
        </Filters>
      ) : null}
      <Card label={text.title}>
        <Listing
          query={pages}
          count={lines.length}
          skeleton={<RowsSkeleton rows={8} avatar />}
          empty={
            search.need ? (
              <NobodyFits all={text.showAll} onAll={() => narrow({ need: undefined })}>
                {text.nobodyBody}
              </NobodyFits>
            ) : (
              <NoPatients />
            )
          }
        >
          <div ref={list}>
            {lines.map((line) => (
              <NeedRow key={line.plan_id} line={line} />
            ))}
          </div>
        </Listing>
      </Card>
      {page?.left_out ? <p>{text.leftOut}</p> : null}
      {page && page.count > 0 ? <HowTold page={page} /> : null}
    </Page>
  );
}
