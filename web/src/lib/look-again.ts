/** For pages that wait for somebody elsewhere, of whom no live event tells. */
const EVERY_MS = 5_000;

/** Looks again and again while the page is seen, until the returned function is called. */
export function lookAgain(look: () => void): () => void {
  const timer = window.setInterval(() => {
    if (document.visibilityState === "visible") look();
  }, EVERY_MS);
  return () => window.clearInterval(timer);
}
