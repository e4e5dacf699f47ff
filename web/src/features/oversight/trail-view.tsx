/** A trail with its filters: the list, and beside it (or over it, where there is no room) the open entry. */
import { Button, Drawer } from "@mantine/core";
import { IconSearch, IconTimeline, IconX } from "@tabler/icons-react";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import type { TrailEntry } from "../../client/types";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { IconButton } from "../../ui/icon-button";
import { Listing } from "../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { EntryDetail } from "./entry-detail";
import type { TrailSearch } from "./search";
import { entryKey, TrailList } from "./trail-list";
import styles from "./trail-view.module.css";

const text = words.oversight;

interface Props {
  pages: UseInfiniteQueryResult<{ pages: { items: TrailEntry[]; next?: string | null }[] }>;
  shows: "who" | "plan" | "both";
  search: TrailSearch;
  onSearch: (change: TrailSearch) => void;
  /** The sentence that says what is shown, and what can be done with it. */
  bar: ReactNode;
  /** Whether there is room for the open entry beside the list. */
  beside: boolean;
}

export function TrailView({ pages, shows, search, onSearch, bar, beside }: Props) {
  const list = useListKeys();
  const opener = useRef<HTMLElement | null>(null);
  const entries = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const open = entries.find((entry) => entryKey(entry) === search.entry);
  const asked = Boolean(search.who || search.kind || search.goal || search.when);
  const close = () => {
    onSearch({ entry: undefined });
    opener.current?.focus();
  };
  // biome-ignore lint/complexity/useLiteralKeys: a capital name would be taken for a component
  useShortcuts({ ["Escape"]: close }, beside && open !== undefined);
  return (
    <div className={styles.view} data-beside={beside && open ? true : undefined}>
      <div className={styles.main}>
        <div className={styles.bar}>{bar}</div>
        <section className={styles.card} aria-label={text.trail} aria-busy={pages.isFetching || undefined}>
          <Listing
            query={pages}
            count={entries.length}
            skeleton={<RowsSkeleton rows={10} avatar />}
            empty={<Nothing asked={asked} onSearch={onSearch} />}
          >
            <div ref={list}>
              {entries.length > 0 ? (
                <TrailList
                  entries={entries}
                  shows={shows}
                  present={open && entryKey(open)}
                  onOpen={(entry) => {
                    opener.current = document.activeElement as HTMLElement | null;
                    onSearch({ entry: entryKey(entry) });
                  }}
                />
              ) : null}
            </div>
          </Listing>
        </section>
        {pages.isSuccess && entries.length > 0 && !pages.hasNextPage ? (
          <p className={styles.end}>{text.end}</p>
        ) : null}
      </div>
      {beside ? (
        open ? (
          <aside className={styles.aside} aria-label={text.detail}>
            <span className={styles.close}>
              <IconButton label={text.closeDetail} onClick={close}>
                <IconX size={18} />
              </IconButton>
            </span>
            <EntryDetail key={entryKey(open)} entry={open} />
          </aside>
        ) : null
      ) : (
        <Drawer opened={open !== undefined} onClose={close} title={text.detail} size={460}>
          {open ? <EntryDetail key={entryKey(open)} entry={open} /> : null}
        </Drawer>
      )}
    </div>
  );
}

function Nothing({ asked, onSearch }: { asked: boolean; onSearch: Props["onSearch"] }) {
  if (!asked)
    return (
      <EmptyState icon={<IconTimeline />} title={text.noEntries}>
        {text.noEntriesBody}
      </EmptyState>
    );
  const everything = { who: undefined, kind: undefined, goal: undefined, when: undefined };
  return (
    <EmptyState
      icon={<IconSearch />}
      title={text.noneFit}
      action={<Button onClick={() => onSearch(everything)}>{text.filter.reset}</Button>}
    >
      {text.noneFitBody}
    </EmptyState>
  );
}
