/** What the server or the network refused, as RFC 9457 says it. */

export interface FieldError {
  pointer: string;
  detail: string;
}

/** A refusal the server gave a name to; `slug` is the last part of its type. */
export class Problem extends Error {
  readonly slug: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | null;
  readonly errors: readonly FieldError[];
  readonly extra: Readonly<Record<string, unknown>>;
  /** It will pass: the server asks to be asked again. */
  readonly passing: boolean;

  constructor(status: number, body: Record<string, unknown>, passing = false) {
    const title = typeof body.title === "string" ? body.title : "";
    super(title || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.slug = typeof body.type === "string" ? (body.type.split("/").at(-1) ?? "") : "";
    this.title = title;
    this.detail = typeof body.detail === "string" ? body.detail : null;
    this.errors = Array.isArray(body.errors) ? (body.errors as FieldError[]) : [];
    this.extra = body;
    this.passing = passing;
  }

  /** The words for one field of a form, by its JSON pointer, e.g. `/title`. */
  field(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer || error.pointer === `/body${pointer}`)
      ?.detail;
  }
}

/** The server did not answer: no network, or nobody at the other end. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("unreachable", { cause });
    this.name = "Unreachable";
  }
}

/** Turns a refused response into a Problem, whatever its body is. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}));
  const passing = response.headers.has("Retry-After");
  return new Problem(response.status, typeof body === "object" && body !== null ? { ...body } : {}, passing);
}

/** Whether a failed load takes the place of what was shown: there is nothing yet, or the server no longer gives it. */
export function failed({ error, data }: { error: unknown; data: unknown }): boolean {
  return error !== null && (data === undefined || (error instanceof Problem && error.status < 500));
}
