/** What one can do with process notes. What goes out is sealed already. */
import { api, keyed } from "../../client/api";
import { useCommand } from "../../live/command";

interface Sealed {
  plan_id: string;
  id: string;
  version: number;
  sealed: string;
}

/** Keeps a version of a note: the first writes it, every later one corrects it. */
export function useKeepNote() {
  return useCommand(
    ({ plan_id, id, version, sealed }: Sealed, key) => {
      const header = keyed(key);
      return version === 1
        ? api.POST("/api/plans/{plan_id}/process-notes", {
            params: { path: { plan_id }, header },
            body: { id, sealed },
          })
        : api.POST("/api/plans/{plan_id}/process-notes/{note_id}/versions", {
            params: { path: { plan_id, note_id: id }, header },
            body: { version, sealed },
          });
    },
    {
      untold: ({ plan_id, version }) => [
        version === 1 ? "ProcessNoteWritten" : "ProcessNoteCorrected",
        plan_id,
      ],
    },
  );
}
