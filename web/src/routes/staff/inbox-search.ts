/** What the address of the inbox may say. */
import { SHELVES, type Shelf } from "../../features/messaging/queries";

export interface InboxSearch {
  /** The open conversation, as `<plan>.<conversation>`. */
  open?: string | undefined;
  /** The open tab; without it, that of the whole team. */
  shelf?: Shelf | undefined;
  /** What is unread, of all tabs. */
  unread?: boolean | undefined;
}

const PAIR = /^[0-9a-f-]{36}\.[0-9a-f-]{36}$/i;

export function inboxSearch(search: Record<string, unknown>): InboxSearch {
  return {
    open: typeof search.open === "string" && PAIR.test(search.open) ? search.open : undefined,
    shelf: SHELVES.find((one) => one === search.shelf),
    unread: search.unread === true ? true : undefined,
  };
}
