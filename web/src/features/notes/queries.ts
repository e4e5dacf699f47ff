/** One's own process notes about a patient, still sealed. */
import { readPages } from "../../client/api";

export function notesQuery(planId: string) {
  return readPages("/api/plans/{plan_id}/process-notes", { params: { path: { plan_id: planId } } });
}

export function noteVersionsQuery(planId: string, noteId: string) {
  return readPages("/api/plans/{plan_id}/process-notes/{note_id}/versions", {
    params: { path: { plan_id: planId, note_id: noteId } },
  });
}
