/** Runs a file of vectors against the library, as section 10 says; it holds against any file of that format. */
import { Refused } from "../refused";
import { FLAT } from "./flat";
import { HISTORIES } from "./histories";
import { type Check, KINDS } from "./kinds";
import { expectThat, isObject, Members, Mismatch } from "./members";
import { patched } from "./patch";

/** What a file's checks came to: one line per failure, and the last line. */
export interface Result {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly summary: string;
}

type Named = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const ALL_KINDS = new Map<string, Check>(Object.entries({ ...KINDS, ...HISTORIES }));

/** Checks the text of a vector file. */
export async function checkText(text: string): Promise<Result> {
  const failures: string[] = [];
  let passed = 0;
  for await (const [name, failure] of checks(text)) {
    if (failure === null) passed++;
    else failures.push(`${name}: ${failure}`.replace(/\s+/g, " "));
  }
  return { passed, failures, summary: `${passed} passed, ${failures.length} failed` };
}

/** Each check's name, and why it failed, or null. */
async function* checks(text: string): AsyncGenerator<[name: string, failure: string | null]> {
  const file = parsed(text);
  if (file === null) {
    yield ["file", "not a JSON object"];
    return;
  }
  for (const [name, keys, check] of FLAT) {
    const members = new Members(file);
    if (keys.split(" ").every((key) => Object.hasOwn(file, key))) {
      yield [`flat: ${name}`, await outcome(() => check(members), true)];
    }
  }
  const vectors = file.vectors ?? [];
  if (!Array.isArray(vectors)) {
    yield ["vectors", "not a list"];
    return;
  }
  const named: Named = new Map(vectors.filter(isObject).map((vector) => [String(vector.name), vector]));
  for (const [place, vector] of vectors.entries()) {
    if (!isObject(vector)) yield [`vector ${place}`, "not an object"];
    else yield [String(vector.name ?? `vector ${place}`), await checkVector(vector, named)];
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

async function checkVector(vector: Readonly<Record<string, unknown>>, named: Named): Promise<string | null> {
  const { kind, ok } = vector;
  const check = typeof kind === "string" ? ALL_KINDS.get(kind) : undefined;
  if (check === undefined) return "an unknown kind";
  if (typeof ok !== "boolean") return "ok is neither true nor false";
  return outcome(async () => check(new Members(resolved(vector, named, 0))), ok);
}

/** A vector's members: its own, or those of the vector it changes. */
function resolved(
  vector: Readonly<Record<string, unknown>>,
  named: Named,
  depth: number,
): Readonly<Record<string, unknown>> {
  if (!Object.hasOwn(vector, "of")) return vector;
  const base = named.get(String(vector.of));
  expectThat(base !== undefined && depth <= named.size, "there is no vector that it changes");
  return patched(resolved(base, named, depth + 1), vector.patch ?? []);
}

/** Why a check fails, or null; what ought to be refused passes only by the library's own refusal. */
async function outcome(check: () => Promise<void>, ok: boolean): Promise<string | null> {
  try {
    await check();
  } catch (error) {
    if (error instanceof Refused) return ok ? `refused: ${error.message}` : null;
    if (error instanceof Mismatch) return error.message;
    // A stranger's file may break what it likes, but only its own check.
    return `crashed: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
  return ok ? null : "accepted, and ought to be refused";
}
