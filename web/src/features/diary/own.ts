/** All of one's own diary: what is shared, what is private as far as it opens, and what is on its way. */
import { type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { PrivateDiaryEntry } from "../../client/types";
import { useKeyring } from "../../keyring/keyring";
import { type Entry, inOrder, sharedEntry } from "./entry";
import { type OutgoingEntry, useOutgoingEntries } from "./outbox";
import { diaryQuery, privateDiaryQuery } from "./queries";
import { openEntry } from "./sealing";

export interface OwnDiary {
  entries: readonly Entry[];
  /** How many private entries do not open. */
  closed: number;
  /** Some of it is still coming. */
  coming: boolean;
  pending: boolean;
  error: unknown;
  /** Why the private entries did not come. */
  privateError: unknown;
  retry: () => void;
  mayWrite: boolean;
}

/** `own`: not that of somebody one supports, who shares what is shared and nothing else. */
export function useDiary(planId: string, own: boolean): OwnDiary {
  const unlocked = useKeyring().state === "unlocked";
  const shared = useInfiniteQuery(diaryQuery(planId));
  const sealed = useInfiniteQuery({ ...privateDiaryQuery(planId), enabled: own && unlocked });
  const outgoing = useOutgoingEntries().filter((one) => one.planId === planId);
  const more = useAll(shared);
  const moreSealed = useAll(sealed);
  const rows = own && unlocked ? (sealed.data?.pages.flatMap((page) => page.items) ?? []) : [];
  const waiting = outgoing.flatMap(({ id, what }) =>
    "sealed" in what ? [{ id, version: 1, sealed: what.sealed }] : [],
  );
  const opened = useOpened([...rows, ...waiting], unlocked);
  const found = [
    ...(shared.data?.pages.flatMap((page) => page.items.map(sharedEntry)) ?? []),
    ...rows.flatMap((row) => ownEntry(opened, row)),
    ...outgoing.flatMap((item) => onItsWay(opened, item)),
  ];
  return {
    entries: inOrder(found),
    closed: rows.filter((row) => opened.get(nameOf(row)) === null).length,
    coming:
      more ||
      (own && unlocked && (!sealed.data || moreSealed || rows.some((row) => !opened.has(nameOf(row))))),
    pending: shared.isPending && found.length === 0,
    error: shared.data ? null : shared.error,
    privateError: sealed.data ? null : sealed.error,
    retry: () => {
      for (const query of [shared, sealed]) if (query.isError) void query.refetch();
    },
    mayWrite: own && (shared.data?.pages[0]?.may.includes("diary-entry.write") ?? false),
  };
}

/** Loads every page: a year needs all of it, and a page holds months. Whether more is to come. */
export function useAll(
  pages: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetching" | "isError" | "fetchNextPage">,
): boolean {
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return hasNextPage;
}

type Sealed = Pick<PrivateDiaryEntry, "id" | "version" | "sealed">;
type Opened = ReadonlyMap<string, Awaited<ReturnType<typeof openEntry>> | null>;

const nameOf = ({ id, version }: Sealed) => `${id} ${version}`;

/** What these say, by id and version; null: it does not open. In memory, as long as it is shown and keys are open. */
function useOpened(rows: readonly Sealed[], unlocked: boolean): Opened {
  const [opened, setOpened] = useState<Opened>(new Map());
  const left = rows.filter((row) => !opened.has(nameOf(row)));
  const names = left.map(nameOf).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names say which rows
  useEffect(() => {
    if (!unlocked) {
      setOpened(new Map());
      return;
    }
    if (names === "") return;
    let shown = true;
    void Promise.all(
      left.map(async (row) => {
        const said = await openEntry(row.id, row.version, row.sealed).catch(() => null);
        return [nameOf(row), said] as const;
      }),
    ).then((found) => shown && setOpened((before) => new Map([...before, ...found])));
    return () => {
      shown = false;
    };
  }, [names, unlocked]);
  return opened;
}

function ownEntry(opened: Opened, row: Sealed): Entry[] {
  const said = opened.get(nameOf(row));
  const { id, version } = row;
  return said ? [{ ...said, id, version, isPrivate: true, waiting: null, refused: null }] : [];
}

function onItsWay(opened: Opened, { id, at, what, key, refused }: OutgoingEntry): Entry[] {
  const said = "said" in what ? what.said : opened.get(nameOf({ id, version: 1, sealed: what.sealed }));
  return said ? [{ ...said, id, at, version: 1, isPrivate: "sealed" in what, waiting: key, refused }] : [];
}
