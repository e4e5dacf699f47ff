/** Items with their places, counted from 1, for people who read them one by one. */
export function placed<T>(items: readonly T[]): { readonly place: number; readonly item: T }[] {
  return items.map((item, at) => ({ place: at + 1, item }));
}
