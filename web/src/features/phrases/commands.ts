/** What I can do about quick replies, and a coordinator about the clinic's message templates. */
import { api, keyed } from "../../client/api";
import { useCommand } from "../../live/command";

/** Nobody is told of these live, so each says what is to be read again. */
const UNTOLD = { untold: (): ["QuickReplyKept", string] => ["QuickReplyKept", ""] };

export type Whose = "own" | "clinic";

export interface Written {
  /** None for a new one. */
  id: string | null;
  title: string;
  words: string;
}

/** Adds one, or gives one other words. */
export function useKeepPhrase(whose: Whose) {
  return useCommand(({ id, ...body }: Written, key) => {
    const header = keyed(key);
    if (whose === "own")
      return id === null
        ? api.POST("/api/quick-replies", { params: { header }, body })
        : api.PUT("/api/quick-replies/{quick_reply_id}", {
            params: { path: { quick_reply_id: id }, header },
            body,
          });
    return id === null
      ? api.POST("/api/message-templates", { params: { header }, body })
      : api.PUT("/api/message-templates/{template_id}", {
          params: { path: { template_id: id }, header },
          body,
        });
  }, UNTOLD);
}

export function useEndPhrase(whose: Whose) {
  return useCommand((id: string, key) => {
    const header = keyed(key);
    return whose === "own"
      ? api.POST("/api/quick-replies/{quick_reply_id}/end", {
          params: { path: { quick_reply_id: id }, header },
        })
      : api.POST("/api/message-templates/{template_id}/end", {
          params: { path: { template_id: id }, header },
        });
  }, UNTOLD);
}
