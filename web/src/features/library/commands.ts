/** What one can do with the library: give a piece to the patient, and say that one did it. */
import { api, keyed } from "../../client/api";
import type { GiveExercise, RecordPractice } from "../../client/types";
import { useCommand } from "../../live/command";

export function useGiveExercise() {
  return useCommand(({ plan_id, ...body }: GiveExercise & { plan_id: string }, key) =>
    api.POST("/api/plans/{plan_id}/exercises", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

/** Says that an exercise was done; the outbox tries it again under the same key. */
export function postPractice({ plan_id, ...body }: RecordPractice & { plan_id: string }, key: string) {
  return api.POST("/api/plans/{plan_id}/practices", {
    params: { path: { plan_id }, header: keyed(key) },
    body,
  });
}
