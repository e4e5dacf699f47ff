/** Much work in small pieces: native cryptography may answer from other threads, and screens must not wait for either. */

const AT_ONCE = 32;
/** Milliseconds of work between two chances for everything else: well under a frame. */
const STRETCH = 8;

let rested = 0;

/** Lets the page draw and listen, if the work has gone on for long enough. Engines may do all of WebCrypto in one go. */
export async function breathe(): Promise<void> {
  if (performance.now() - rested < STRETCH) return;
  await pause();
  rested = performance.now();
}

function pause(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resume) => setTimeout(resume));
}

/** What an asynchronous function makes of every item, in their order, a few at a time. */
export async function inBatches<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    await breathe();
    made.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(make))));
  }
  return made;
}
