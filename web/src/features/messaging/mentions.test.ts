import { describe, expect, it } from "vitest";
import { mentionedIn, piecesOf, soughtAt } from "./mentions";

const people = ["Ann Lee", "Ann Lee-Moore", "J. (Jay) Roe"].map((name) => ({ id: name, name }));

describe("people written to by name", () => {
  it("are found by their whole name, the longest first, each once", () => {
    expect(mentionedIn("@Ann Lee-Moore and @Ann Lee, and @Ann Lee again", people)).toEqual([
      "Ann Lee-Moore",
      "Ann Lee",
    ]);
    expect(mentionedIn("Is @J. (Jay) Roe here?", people)).toEqual(["J. (Jay) Roe"]);
    for (const text of ["Ann Lee", "@ann lee", "x@Ann Lee", "@Ann Leeds", "@Ann"])
      expect(mentionedIn(text, people)).toEqual([]);
  });

  it("stand in the text they were written in, and nothing of it is lost", () => {
    const text = "(@Ann Lee) can you?";
    const pieces = piecesOf(text, people);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.map(({ person }) => person)).toEqual([null, "Ann Lee", null]);
  });

  it("are sought from an @ at the beginning of a word up to the caret", () => {
    expect(soughtAt("@", 1)).toEqual({ from: 0, sought: "" });
    expect(soughtAt("Could @Ann L", 12)).toEqual({ from: 6, sought: "Ann L" });
    expect(soughtAt("Could @Ann Lee take it", 10)).toEqual({ from: 6, sought: "Ann" });
    for (const text of ["meet @ ", "me@", "me@home", "@Ann Lee can", "@Ann\n", "no"])
      expect(soughtAt(text, text.length)).toBeNull();
  });
});
