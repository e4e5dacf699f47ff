/** What stands beside the scores in a chart. */
import { expect, test } from "vitest";
import type { FindingBody } from "../../client/types";
import { dateOf } from "../../lib/dates";
import { marksOf, medicinesOf } from "./marks";

const NOW = new Date(2026, 10, 29);

function medicine(name: string, since: string | null, until: string | null) {
  const body = { kind: "medication", name, since, until } as FindingBody;
  return { body };
}

test("a medicine has a mark where it began and where it ended, as far as that is known", () => {
  const trial = { body: { kind: "trial", name: "Sertraline" } as FindingBody };
  const found = [medicine("Venlafaxine", "2026-10-05", null), medicine("Lithium", null, "2026-11-02"), trial];
  expect(medicinesOf(found, NOW)).toEqual([
    { at: dateOf("2026-10-05").getTime(), label: "Venlafaxine from Oct 5", kind: "medicine" },
    { at: dateOf("2026-11-02").getTime(), label: "Lithium until Nov 2", kind: "medicine" },
  ]);
});

test("the first version of a plan is no change of it", () => {
  const at = "2026-11-02T09:00:00Z";
  expect(
    marksOf([
      { version: 1, at },
      { version: 2, at },
    ]).map(({ label }) => label),
  ).toEqual(["v2"]);
});
