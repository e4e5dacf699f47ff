/** What one person was told and what not, for the privacy officer: when, by which channel, and why. */
import { Button, SegmentedControl, Select } from "@mantine/core";
import { IconBellOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { NoticeRow } from "../../features/notifications/notice-row";
import { CHANNELS, FATES, noticesQuery } from "../../features/notifications/queries";
import { personQuery } from "../../features/people/queries";
import { noticeWords } from "../../i18n/notices";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { BackToOversight } from "./back";
import styles from "./notices.module.css";
import type { ToldSearch } from "./search";

const text = noticeWords;

export function ToldPage() {
  const { personId } = useParams({ from: "/signed/staff/oversee/officer/oversight/notices/$personId" });
  const search = useSearch({ from: "/signed/staff/oversee/officer/oversight/notices/$personId" });
  const navigate = useNavigate({ from: "/oversight/notices/$personId" });
  const person = useQuery(personQuery(personId)).data;
  const pages = useInfiniteQuery({ ...noticesQuery(personId, search), placeholderData: (before) => before });
  const found = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (some: ToldSearch) =>
    void navigate({ search: (before) => ({ ...before, ...some }), replace: true });
  useTitle(text.title);
  return (
    <Page>
      <BackToOversight />
      <PageHeader title={person ? text.of(person.name) : text.title}>
        <Button
          renderRoot={(props) => (
            <Link to="/oversight/people/$personId" params={{ personId }} search={{}} {...props} />
          )}
        >
          {text.trail}
        </Button>
      </PageHeader>
      <p className={styles.note}>{text.ofNote}</p>
      <search className={styles.bar} aria-label={text.which}>
        <SegmentedControl
          aria-label={text.which}
          value={search.fate ?? "all"}
          onChange={(value) => change({ fate: FATES.find((one) => one === value) })}
          data={(["all", ...FATES] as const).map((value) => ({ value, label: text.fates[value] }))}
        />
        <Select
          aria-label={text.channel}
          placeholder={text.anyChannel}
          value={search.channel ?? null}
          data={CHANNELS.map((value) => ({ value, label: text.channels[value] }))}
          onChange={(value) => change({ channel: CHANNELS.find((one) => one === value) })}
          clearable
        />
      </search>
      <Card label={text.title}>
        <Listing
          query={pages}
          count={found.length}
          skeleton={<RowsSkeleton rows={6} />}
          empty={<Nothing search={search} onAll={() => change({ fate: undefined, channel: undefined })} />}
        >
          <ul className={styles.list}>
            {found.map((one) => (
              <NoticeRow key={one.id} one={one} />
            ))}
          </ul>
        </Listing>
      </Card>
    </Page>
  );
}

function Nothing({ search, onAll }: { search: ToldSearch; onAll: () => void }) {
  const asked = search.fate !== undefined || search.channel !== undefined;
  return (
    <EmptyState
      icon={<IconBellOff />}
      title={asked ? text.noneSuch : text.none}
      action={asked ? <Button onClick={onAll}>{text.showAll}</Button> : null}
    >
      {asked ? text.noneSuchBody : text.noneBody}
    </EmptyState>
  );
}
