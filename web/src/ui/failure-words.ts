/** What to tell a person about a refusal: what happened, that nothing was lost, what to do. */
import { words } from "../i18n";
import { Problem, Unreachable } from "../lib/problem";

export function failureWords(error: unknown): string {
  const { errors } = words.common;
  if (error instanceof Unreachable) return errors.unreachable;
  if (error instanceof Problem) {
    if (error.status === 404) return errors.notFound;
    if (error.status >= 500) return errors.server;
    const first = error.errors[0]?.detail;
    return first ?? (error.detail ? `${error.title} ${error.detail}` : errors.refused(error.title));
  }
  // Without a line the code of a page may be missing, too.
  return navigator.onLine ? errors.server : errors.unreachable;
}
