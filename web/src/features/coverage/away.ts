/** "Away until Monday, Tomas covers": absences in words. */
import { useQuery } from "@tanstack/react-query";
import type { Absence } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useNearTime } from "../../lib/now";
import { planCoverQuery } from "./queries";

const text = words.coverage;

/** What stands beside the name of somebody of a plan's team; nothing for those who are here. */
export function useAbsent(planId: string): (personId: string) => string | null {
  const until = useNearTime();
  const absences = useQuery(planCoverQuery(planId)).data?.absences ?? [];
  return (personId) => {
    const found = absences.find(({ person }) => person.id === personId);
    return found ? absenceWords(found, until) : null;
  };
}

export function absenceWords({ kind, until: ends, cover }: Absence, until: (at: string) => string): string {
  if (kind === "busy") return text.busyUntil(until(ends));
  return cover ? text.awayCovered(until(ends), shortName(cover.name)) : text.awayUntil(until(ends));
}
