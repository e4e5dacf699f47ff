/** The trail of one person: what they did, on every plan. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ExportMenu } from "../../features/oversight/export-menu";
import { FilterBar } from "../../features/oversight/filter-bar";
import { personTrailQuery } from "../../features/oversight/queries";
import { type TrailSearch, wantedOf } from "../../features/oversight/search";
import { TrailView } from "../../features/oversight/trail-view";
import { words } from "../../i18n";
import { useRoomBeside } from "../../lib/media";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import { BackToOversight } from "./back";

const text = words.oversight;

export function PersonTrailPage() {
  const { personId } = useParams({ from: "/signed/staff/oversee/oversight/people/$personId" });
  const search = useSearch({ from: "/signed/staff/oversee/oversight/people/$personId" });
  const navigate = useNavigate({ from: "/oversight/people/$personId" });
  const beside = useRoomBeside();
  const wanted = wantedOf(search);
  // Who it is stands in their entries, whatever is asked for.
  const whole = useInfiniteQuery(personTrailQuery(personId, {}));
  const pages = useInfiniteQuery(personTrailQuery(personId, wanted));
  const who = whole.data?.pages[0]?.items[0]?.actor;
  useTitle(text.trail);
  const change = (some: TrailSearch) =>
    void navigate({ search: (before) => ({ ...before, ...some }), replace: !("entry" in some) });
  return (
    <Page wide>
      <BackToOversight />
      <PageHeader title={who?.name ?? text.trail} note={text.ofPerson}>
        <ExportMenu of={{ person: personId }} wanted={wanted} />
      </PageHeader>
      <TrailView
        pages={pages}
        shows="plan"
        search={search}
        onSearch={change}
        beside={beside}
        bar={<FilterBar search={search} onSearch={change} />}
      />
    </Page>
  );
}
