/** What the address of the list of care teams may say: never a name. */

export interface CoordinationSearch {
  incomplete?: boolean | undefined;
  plan?: string | undefined;
}

/** What the address may say; anything else is dropped. */
export function coordinationSearch(search: Record<string, unknown>): CoordinationSearch {
  return {
    incomplete: search.incomplete === true ? true : undefined,
    plan: typeof search.plan === "string" && search.plan ? search.plan : undefined,
  };
}
