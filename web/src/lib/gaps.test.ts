import { describe, expect, it } from "vitest";
import { fillGaps, gapsOf, nameOfGap, withoutGap } from "./gaps";

const SAID = "Dear {patient's name}, I am back {next working time}. {Me}";

describe("gaps of a text", () => {
  it("are found in their order, by what stands between braces", () => {
    expect(gapsOf(SAID).map(({ name }) => name)).toEqual(["patient's name", "next working time", "Me"]);
    expect(gapsOf(SAID).map(({ from, to }) => SAID.slice(from, to))[1]).toBe("{next working time}");
  });

  it("are not every brace somebody types", () => {
    for (const typed of ["{}", "{ }", "{1}", "a { b", "{a\nb}", `{${"x".repeat(61)}}`])
      expect(gapsOf(typed)).toEqual([]);
  });

  it("are filled with what is known, however their name is typed, and otherwise left for their author", () => {
    const known = new Map([
      ["patient's name", "Mei"],
      ["me", "Kofi Boateng"],
    ]);
    expect(fillGaps(SAID.replace("'", "’"), known)).toBe(
      "Dear Mei, I am back {next working time}. Kofi Boateng",
    );
    expect(nameOfGap(" Patient’s name ")).toBe("patient's name");
  });

  it("take a space with them when they are taken out", () => {
    const text = "Back {soon} then";
    expect(withoutGap(text, gapsOf(text)[0] as never)).toBe("Back then");
    expect(withoutGap("{soon}, then", gapsOf("{soon}, then")[0] as never)).toBe(", then");
  });
});
