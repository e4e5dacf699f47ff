/** What the address of the duty page says: a day of the week that is shown. */
export interface DutySearch {
  day?: string | undefined;
}

export function dutySearch(search: Record<string, unknown>): DutySearch {
  const { day } = search;
  return typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {};
}
