import { describe, expect, test } from "vitest";
import {
  bodyOf,
  type Chosen,
  draftOf,
  isPastDay,
  lacking,
  ledBy,
  NOTHING,
  readDraftOf,
  withMember,
  withoutMember,
} from "./taking-in";

const bea = { id: "b", name: "Bea Boateng", role: "psychiatrist" } as const;
const cem = { id: "c", name: "Cem Aydin", role: "therapist" } as const;

function member(team: readonly Chosen[], id: string): Chosen {
  const found = team.find((one) => one.id === id);
  if (!found) throw new Error(`${id} is not on the team`);
  return found;
}

describe("a patient being taken in", () => {
  test("a draft comes back as it was typed, and nothing typed keeps no draft", () => {
    const form = { ...NOTHING, name: "Mei Tanaka", team: withMember([], bea) };
    expect(readDraftOf(draftOf(form))).toEqual(form);
    expect(draftOf(NOTHING)).toBe("");
    expect(readDraftOf("{broken")).toEqual(NOTHING);
  });

  test("the first psychiatrist leads until another is chosen, and nobody is on it twice in a role", () => {
    const team = withMember(withMember(withMember([], cem), bea), bea);
    expect(team.map((one) => [one.id, one.lead])).toEqual([
      ["c", false],
      ["b", true],
    ]);
    expect(lacking(team)).toEqual([]);
    const led = ledBy(team, member(team, "c"));
    expect(led.filter((one) => one.lead).map((one) => one.id)).toEqual(["c"]);
    expect(lacking(withoutMember(led, member(led, "b")))).toEqual(["psychiatrist"]);
    expect(lacking([])).toEqual(["lead", "psychiatrist"]);
  });

  test("what was not typed is not sent", () => {
    const { patient, summary } = bodyOf({ ...NOTHING, name: " Mei Tanaka ", title: "Sleep", phone: "  " });
    expect(patient).toEqual({
      name: "Mei Tanaka",
      email: null,
      birth_date: null,
      pronouns: null,
      phone: null,
      identifier: null,
    });
    expect(summary).toBeNull();
  });

  test("a birth date is a day that has been", () => {
    expect(isPastDay("1992-03-04", "2026-11-28")).toBe(true);
    expect(isPastDay("2026-11-29", "2026-11-28")).toBe(false);
    expect(isPastDay("0192-03-04", "2026-11-28")).toBe(false);
  });
});
