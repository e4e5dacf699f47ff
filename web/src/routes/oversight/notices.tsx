/** Was somebody told?: for the privacy officer, the people of the clinic, each with the way to what they were told. */
import { IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { peopleQuery } from "../../features/people/queries";
import { words } from "../../i18n";
import { noticeWords } from "../../i18n/notices";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { Avatar, roleWord } from "../../ui/person";
import { SearchField } from "../../ui/search-field";
import { NobodyFits, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useSought } from "../sought";
import { BackToOversight } from "./back";
import styles from "./notices.module.css";

const text = noticeWords;

export function NoticesPage() {
  const { typed, setTyped, q } = useSought();
  const field = useRef<HTMLInputElement>(null);
  const list = useListKeys();
  const pages = useInfiniteQuery({ ...peopleQuery({ q }), placeholderData: (before) => before });
  const people = pages.data?.pages.flatMap((page) => page.items) ?? [];
  useTitle(text.title);
  return (
    <Page>
      <BackToOversight />
      <PageHeader title={text.title} />
      <p className={styles.note}>{text.note}</p>
      <div className={styles.search}>
        <SearchField label={text.search} value={typed} onChange={setTyped} field={field} />
      </div>
      <Card label={text.title}>
        <Listing
          query={pages}
          count={people.length}
          skeleton={<RowsSkeleton rows={8} avatar />}
          empty={
            <NobodyFits all={words.people.clear} onAll={() => setTyped("")}>
              {text.nobodyBody}
            </NobodyFits>
          }
        >
          <div ref={list}>
            {people.map(({ id, name, roles }) => (
              <Link
                key={id}
                to="/oversight/notices/$personId"
                params={{ personId: id }}
                search={{}}
                className={styles.row}
                data-row={id}
              >
                <Avatar person={{ id, name, role: roles[0] ?? "system" }} size={36} />
                <span className={styles.who}>
                  <span className={styles.name}>{name}</span>
                  <span className={styles.since}>{roles.map(roleWord).join(", ")}</span>
                </span>
                <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
              </Link>
            ))}
          </div>
        </Listing>
      </Card>
    </Page>
  );
}
