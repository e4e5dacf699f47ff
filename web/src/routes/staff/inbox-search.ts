/** What the address of the inbox may say. */

export interface InboxSearch {
  /** The open conversation, as `<plan>.<conversation>`. */
  open?: string | undefined;
  unread?: boolean | undefined;
}

const PAIR = /^[0-9a-f-]{36}\.[0-9a-f-]{36}$/i;

export function inboxSearch(search: Record<string, unknown>): InboxSearch {
  return {
    open: typeof search.open === "string" && PAIR.test(search.open) ? search.open : undefined,
    unread: search.unread === true ? true : undefined,
  };
}
