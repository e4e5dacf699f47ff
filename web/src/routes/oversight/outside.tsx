/** What was done on plans by people who are on no team: who looked, who gave a reason, who took copies. */
import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { FilterBar } from "../../features/oversight/filter-bar";
import { outsideQuery } from "../../features/oversight/queries";
import { type TrailSearch, wantedOf } from "../../features/oversight/search";
import { TrailView } from "../../features/oversight/trail-view";
import { words } from "../../i18n";
import { useRoomBeside } from "../../lib/media";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import { BackToOversight } from "./back";
import styles from "./outside.module.css";

const text = words.oversight;
const KINDS = ["looks", "exceptions"] as const;

export function OutsidePage() {
  const search = useSearch({ from: "/signed/staff/oversee/oversight/outside" });
  const navigate = useNavigate({ from: "/oversight/outside" });
  const beside = useRoomBeside();
  const pages = useInfiniteQuery(outsideQuery(wantedOf(search)));
  const kind = KINDS.find((one) => one === search.kind);
  const title = kind === "exceptions" ? text.questions.exceptions : text.questions.outside;
  useTitle(text.title);
  const change = (some: TrailSearch) =>
    void navigate({ search: (before) => ({ ...before, ...some }), replace: !("entry" in some) });
  return (
    <Page wide>
      <BackToOversight />
      <PageHeader title={title} />
      <p className={styles.note}>{text.outsideNote}</p>
      <TrailView
        pages={pages}
        shows="both"
        search={search}
        onSearch={change}
        beside={beside}
        bar={
          <>
            <SegmentedControl
              aria-label={text.filter.what}
              value={kind ?? "all"}
              onChange={(value) => change({ kind: KINDS.find((one) => one === value), entry: undefined })}
              data={(["looks", "exceptions", "all"] as const).map((value) => ({
                value,
                label: text.outsideKinds[value],
              }))}
            />
            <FilterBar kinds={false} search={search} onSearch={change} />
          </>
        }
      />
    </Page>
  );
}
