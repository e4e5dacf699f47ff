/** Confirming who reads: in the gesture that changes a team, or later from the list. */
import { type UseMutationResult, useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Unconfirmed } from "../../client/types";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { officeOf } from "../../keyring/offices";
import type { Own } from "../../keyring/own";
import { useLive } from "../../live/session";
import { failureWords } from "../../ui/failure-words";
import { unconfirmedOfQuery } from "./queries";

const text = words.teams.readers;

/** One's own keys, where they are open and hold the coordinator's office: only then there is something to sign with. */
export function useCoordinator(): Own | null {
  const standing = useKeyring();
  if (standing.state !== "unlocked") return null;
  return officeOf(standing.own, "coordinator")?.state === "in_force" ? standing.own : null;
}

const SIGNING = ["confirm readers"];

/** Whether something is being signed anywhere on the page: one thing at a time. */
export function useSigning(): boolean {
  return useIsMutating({ mutationKey: SIGNING }) > 0;
}

/** Signs for those who are named, and for nobody else. */
export function useConfirmReaders(own: Own | null): UseMutationResult<void, Error, readonly Unconfirmed[]> {
  const live = useLive();
  return useMutation<void, Error, readonly Unconfirmed[]>({
    mutationKey: SIGNING,
    networkMode: "always",
    mutationFn: async (items) => {
      if (own === null) throw new RangeError("nothing to sign with");
      const { sign } = await import("./signing");
      await sign(own, items);
    },
    onSettled: (_done, _error, items) => {
      for (const planId of new Set(items.map(({ plan_id }) => plan_id)))
        live.conclude("ReaderAssigned", planId);
    },
  });
}

/** What follows for conversations from putting somebody on a team or taking them off, done by whoever decided it. */
export function useFollowTeam(planId: string): (personId: string) => void {
  const own = useCoordinator();
  const queries = useQueryClient();
  const { mutate } = useConfirmReaders(own);
  return (personId) => {
    if (own === null) return;
    // Whatever stays open, or could not be read, stands below the team and on the page of the list.
    queries.fetchQuery(unconfirmedOfQuery(planId)).then(
      ({ items }) => mutate(items.filter(({ person, step }) => person.id === personId && step !== "begin")),
      () => undefined,
    );
  };
}

/** By name: what the protocol throws comes with it, and a list does not load it. */
export function whyNotSigned(error: Error): string {
  if (error.name === "OtherName") return text.otherName;
  if (error.name === "OthersToo") return text.othersToo;
  if (error.name === "Alarmed") return text.alarmed;
  if (error.name === "Busy") return text.busy;
  return failureWords(error);
}
