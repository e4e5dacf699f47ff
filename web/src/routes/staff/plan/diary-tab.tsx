/** What the patient shares of their diary, a month at a time. */
import { IconNotebook } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MoodCourse } from "../../../features/diary/course";
import { daysOf, monthOf, sharedEntry } from "../../../features/diary/entry";
import { EntryCard } from "../../../features/diary/entry-card";
import { Month } from "../../../features/diary/month";
import { diaryQuery } from "../../../features/diary/queries";
import { words } from "../../../i18n";
import { isoDate } from "../../../lib/dates";
import { useNow } from "../../../lib/now";
import { Listing } from "../../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../../ui/states";
import { usePlanPage } from "./context";
import styles from "./diary-tab.module.css";

const text = words.diary;

export function DiaryTab() {
  const { plan } = usePlanPage();
  const present = monthOf(isoDate(useNow()));
  const [month, setMonth] = useState(present);
  const pages = useInfiniteQuery(
    diaryQuery(plan.id, { since: `${month}-01`, until: `${month}-${daysOf(month)}` }),
  );
  const entries = pages.data?.pages.flatMap((page) => page.items.map(sharedEntry)) ?? [];
  return (
    <div className={styles.tab}>
      <h2 className="ct-hidden">{text.staffTitle}</h2>
      <p className={styles.note}>{text.onlyShared}</p>
      <MoodCourse planId={plan.id} />
      <Month month={month} present={present} onMonth={setMonth}>
        <Listing
          query={pages}
          count={entries.length}
          skeleton={<RowsSkeleton rows={4} />}
          empty={<EmptyState icon={<IconNotebook />} title={text.emptyStaff} />}
        >
          {entries.map((entry) => (
            <EntryCard key={`${entry.id} ${entry.version}`} entry={entry} />
          ))}
        </Listing>
      </Month>
    </div>
  );
}
