/** "Who touched this plan?": each person once per role, with what they did and when. */
import { IconChevronRight, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Toucher } from "../../client/types";
import { words } from "../../i18n";
import { ago, shortDate } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { Chip } from "../../ui/chip";
import { Listing } from "../../ui/listing";
import { Avatar, roleWord } from "../../ui/person";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { useListKeys } from "../../ui/use-list-keys";
import { touchedQuery } from "./queries";
import styles from "./touched-list.module.css";

const text = words.oversight;
const OUTSIDE = ["supervisor", "privacy_officer", "coordinator", "administrator"];
const number = new Intl.NumberFormat();

interface Props {
  planId: string;
  /** Shows what one of them did. */
  onPerson: (personId: string) => void;
}

export function TouchedList({ planId, onPerson }: Props) {
  const touched = useQuery(touchedQuery(planId));
  const list = useListKeys();
  const people = touched.data?.people ?? [];
  return (
    <div ref={list} className={styles.list}>
      <Listing
        query={touched}
        count={people.length}
        skeleton={<RowsSkeleton rows={6} avatar />}
        empty={
          <EmptyState icon={<IconUsers />} title={text.noEntries}>
            {text.noEntriesBody}
          </EmptyState>
        }
      >
        {people.map((one) => (
          <Row key={`${one.person.id} ${one.role}`} one={one} onOpen={() => onPerson(one.person.id)} />
        ))}
      </Listing>
    </div>
  );
}

function Row({ one, onOpen }: { one: Toucher; onOpen: () => void }) {
  const now = useNow();
  const first = shortDate(new Date(one.first_at), now);
  const program = one.role === "system";
  return (
    <button
      type="button"
      className={styles.row}
      data-row={`${one.person.id} ${one.role}`}
      title={text.theirActs}
      onClick={onOpen}
    >
      <Avatar person={one.person} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>{one.person.name}</span>
        <span className={styles.role}>{roleWord(one.role)}</span>
      </span>
      <span className={styles.team}>
        {program ? null : one.on_team ? (
          <Chip tone="good">{text.onTeam}</Chip>
        ) : OUTSIDE.includes(one.role) ? (
          <Chip tone="warn">{text.outsider}</Chip>
        ) : (
          <Chip>{text.offTeam}</Chip>
        )}
      </span>
      <span className={styles.counts}>
        {text.acts(number.format(one.acts))}
        {one.looks > 0 ? `, ${text.looks(number.format(one.looks))}` : ""}
      </span>
      <span className={styles.when}>
        {first === ago(new Date(one.last_at), now) ? null : `${first} – `}
        <TimeAgo at={one.last_at} />
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </button>
  );
}
