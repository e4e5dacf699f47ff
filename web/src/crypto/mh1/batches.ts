/** Many small waits at once: native cryptography answers from other threads, and waiting for one by one wastes them. */

const AT_ONCE = 64;

/** What an asynchronous function makes of every item, in their order, a few at a time. */
export async function inBatches<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    made.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(make))));
  }
  return made;
}
