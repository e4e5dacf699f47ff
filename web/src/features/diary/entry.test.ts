/** A diary in order, a day's colour, and a file that no spreadsheet runs. */
import { expect, test } from "vitest";
import { daysOf, type Entry, inOrder, laterMonth, moodOfDays } from "./entry";
import { asCsv, asJson } from "./files";

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  id,
  day: "2026-11-29",
  at: "2026-11-29T12:00:00Z",
  mood: "okay",
  activities: [],
  sleep: null,
  note: null,
  version: 1,
  isPrivate: false,
  waiting: null,
  refused: null,
  ...more,
});

test("the latest day is first, and what has arrived is not shown as on its way too", () => {
  const shown = inOrder([
    entry("a", { waiting: "key" }),
    entry("b", { day: "2026-11-30", waiting: "key" }),
    entry("a"),
    entry("c", { at: "2026-11-29T18:00:00Z" }),
  ]);
  expect(shown.map(({ id, waiting }) => [id, waiting])).toEqual([
    ["b", "key"],
    ["c", null],
    ["a", null],
  ]);
});

test("a day with several entries has the middle of them", () => {
  const days = moodOfDays([
    entry("a", { mood: "bad" }),
    entry("b", { mood: "great" }),
    entry("c", { day: "2026-11-28" }),
  ]);
  expect([...days]).toEqual([
    ["2026-11-29", "okay"],
    ["2026-11-28", "okay"],
  ]);
});

test("months follow each other over the turn of the year, and know their length", () => {
  expect([laterMonth("2026-01", -1), laterMonth("2026-12", 1), daysOf("2028-02")]).toEqual([
    "2025-12",
    "2027-01",
    29,
  ]);
});

test("a file holds all that was said and nothing that runs", () => {
  const all = [
    entry("a", { note: '=HYPERLINK("x"), "so"', activities: ["moved", "rest"], sleep: 450, isPrivate: true }),
  ];
  expect(asCsv(all).split("\r\n")[1]).toBe(
    '"2026-11-29","2026-11-29T12:00:00Z","okay","moved rest","450","\'=HYPERLINK(""x""), ""so""","only me","a"',
  );
  expect(JSON.parse(asJson(all)).diary[0]).toMatchObject({
    note: '=HYPERLINK("x"), "so"',
    sleep_minutes: 450,
  });
});
