/** Patients: everybody on whose team I am. */
import { Button, Select, TextInput } from "@mantine/core";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { CaseloadRow } from "../../features/plans/caseload";
import { caseloadQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { MoreButton } from "../../ui/more-button";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import styles from "./patients.module.css";
import { type PatientsSearch, PHASES, STATUSES } from "./patients-search";

const text = words.plans;

export function PatientsPage() {
  const search = useSearch({ from: "/signed/staff/patients" });
  const navigate = useNavigate({ from: "/patients" });
  const field = useRef<HTMLInputElement>(null);
  const list = useListKeys();
  const { q, status, phase } = search;
  const pages = useInfiniteQuery({ ...caseloadQuery({ q, status }), placeholderData: (before) => before });
  useTitle(text.title);
  useShortcuts({ "/": () => field.current?.focus() });

  const narrow = (change: PatientsSearch) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const plans = phase ? all.filter((plan) => plan.phase === phase) : all;
  const filtered = Boolean(q || status || phase);

  return (
    <Page wide>
      <PageHeader
        title={text.title}
        note={plans.length > 0 && !pages.hasNextPage ? text.count(plans.length) : null}
      />
      <div className={styles.filters}>
        <TextInput
          ref={field}
          className={styles.search}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          placeholder={text.search}
          aria-label={text.search}
          value={q ?? ""}
          onChange={(event) => narrow({ q: event.currentTarget.value || undefined })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
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
      </div>
      <Card label={text.title}>
        <div ref={list}>
          {plans.map((plan) => (
            <CaseloadRow key={plan.id} plan={plan} />
          ))}
        </div>
        {pages.isPending ? <RowsSkeleton rows={8} avatar /> : null}
        {pages.isError && all.length === 0 ? (
          <ErrorState error={pages.error} retry={() => void pages.refetch()} />
        ) : null}
        {pages.isSuccess && plans.length === 0 ? (
          filtered ? (
            <EmptyState
              icon={<IconSearch />}
              title={text.nothingFound}
              action={
                <Button onClick={() => void navigate({ search: {}, replace: true })}>{text.clear}</Button>
              }
            >
              {text.nothingFoundBody}
            </EmptyState>
          ) : (
            <EmptyState icon={<IconUsers />} title={text.noneTitle}>
              {text.noneBody}
            </EmptyState>
          )
        ) : null}
        <MoreButton pages={pages} />
      </Card>
    </Page>
  );
}
