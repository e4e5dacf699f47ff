/** Care teams: for whoever takes in patients and puts their teams together. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconCircleCheck, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { teamsQuery } from "../../features/teams/queries";
import { TeamRow } from "../../features/teams/team-row";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { Filters, SearchField } from "../../ui/search-field";
import { EmptyState, NobodyFits, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useSought } from "../sought";
import { TeamDrawer } from "./team-drawer";

const text = words.teams;

export function CoordinationPage() {
  const search = useSearch({ from: "/signed/staff/coordination" });
  const navigate = useNavigate({ from: "/coordination" });
  const list = useListKeys();
  const { typed, setTyped, q } = useSought();
  const { incomplete } = search;
  const pages = useInfiniteQuery({
    ...teamsQuery({ q, incomplete }),
    placeholderData: (before) => before,
  });
  useTitle(text.title);
  const takeIn = () => void navigate({ to: "/coordination/new" });
  useShortcuts({ n: takeIn });

  const clear = () => {
    setTyped("");
    void navigate({ search: {}, replace: true });
  };
  const teams = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const lacking = pages.data?.pages[0]?.incomplete;
  const begun = !pages.isSuccess || teams.length > 0 || Boolean(q || incomplete);

  return (
    <Page wide>
      <PageHeader title={text.title}>
        {begun ? (
          <Button
            variant="filled"
            leftSection={<IconUserPlus size={18} aria-hidden="true" />}
            renderRoot={(props) => <Link to="/coordination/new" {...props} />}
          >
            {text.takeIn.open}
          </Button>
        ) : null}
      </PageHeader>
      {begun ? (
        <Filters>
          <SearchField label={text.search} value={typed} onChange={setTyped} />
          <SegmentedControl
            aria-label={text.shown}
            value={incomplete ? "incomplete" : "all"}
            data={[
              { value: "all", label: text.all },
              { value: "incomplete", label: text.incomplete(lacking) },
            ]}
            onChange={(value) =>
              void navigate({
                search: { ...search, incomplete: value === "incomplete" || undefined },
                replace: true,
              })
            }
          />
        </Filters>
      ) : null}
      <Card label={text.title}>
        <Listing
          query={pages}
          count={teams.length}
          skeleton={<RowsSkeleton rows={8} avatar />}
          empty={<Nothing searched={q !== undefined} incomplete={incomplete} onClear={clear} />}
        >
          <div ref={list}>
            {teams.map((line) => (
              <TeamRow
                key={line.plan_id}
                line={line}
                present={line.plan_id === search.plan}
                onOpen={() => void navigate({ search: { ...search, plan: line.plan_id } })}
              />
            ))}
          </div>
        </Listing>
      </Card>
      <TeamDrawer
        planId={search.plan}
        onClose={() => void navigate({ search: { ...search, plan: undefined } })}
      />
    </Page>
  );
}

interface NothingProps {
  searched: boolean;
  incomplete: boolean | undefined;
  onClear: () => void;
}

function Nothing({ searched, incomplete, onClear }: NothingProps) {
  if (searched) {
    return (
      <NobodyFits all={text.clear} onAll={onClear}>
        {text.nobodyBody}
      </NobodyFits>
    );
  }
  if (incomplete) {
    return (
      <EmptyState
        icon={<IconCircleCheck />}
        title={text.completeTitle}
        action={<Button onClick={onClear}>{text.clear}</Button>}
      >
        {text.completeBody}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconUsers />}
      title={text.emptyTitle}
      action={
        <Button variant="filled" renderRoot={(props) => <Link to="/coordination/new" {...props} />}>
          {text.takeIn.open}
        </Button>
      }
    >
      {text.emptyBody}
    </EmptyState>
  );
}
