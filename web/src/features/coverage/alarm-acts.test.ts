import { expect, test } from "vitest";
import type { AlarmDetail } from "../../client/types";
import { bea, cem } from "../../testing/cast";
import { mayAcknowledge, owesOutcome, pressing } from "./alarm-acts";

const alarm = (more: Partial<AlarmDetail>) =>
  ({ id: "1", may: [], acknowledged_by: null, lapsed: false, closed_at: null, ...more }) as AlarmDetail;
const waits = alarm({ id: "waits", may: ["alarm.acknowledge", "alarm.close"] });
const mine = alarm({ id: "mine", may: ["alarm.close"], acknowledged_by: bea });

test("whoever has it in hand owes an outcome, and nobody else", () => {
  expect(owesOutcome(mine, bea.id)).toBe(true);
  expect(owesOutcome(mine, cem.id)).toBe(false);
  expect(owesOutcome({ ...mine, closed_at: "2026-01-01T00:00:00Z" }, bea.id)).toBe(false);
});

test("what lapsed is to be acknowledged again, also by who had it", () => {
  const lapsed = alarm({ ...waits, acknowledged_by: bea, lapsed: true });
  expect([mayAcknowledge(lapsed), owesOutcome(lapsed, bea.id)]).toEqual([true, false]);
});

test("what waits for somebody stands before what one has in hand; what others have in hand is not there", () => {
  expect(pressing([mine, waits], bea.id).map(({ id }) => id)).toEqual(["waits", "mine"]);
  expect(pressing([mine, waits], cem.id).map(({ id }) => id)).toEqual(["waits"]);
});
