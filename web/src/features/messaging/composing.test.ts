import { describe, expect, it } from "vitest";
import { found, soughtBy } from "./composing";

const offered = ["Back on Monday", "Before a session: what to bring", "Lab results"].map((title) => ({
  id: title,
  title,
  group: "",
  words: "",
}));

describe("what is offered while one writes", () => {
  it("begins with a slash at the very beginning, and is over with the first line", () => {
    expect(soughtBy("/")).toBe("");
    expect(soughtBy("/lab")).toBe("lab");
    for (const draft of ["", "lab", " /lab", "1/2", "/lab\n"]) expect(soughtBy(draft)).toBeNull();
  });

  it("has every word one seeks at the beginning of one of its own", () => {
    const titles = (sought: string) => found(offered, sought).map(({ title }) => title);
    expect(titles("")).toHaveLength(3);
    expect(titles("B")).toEqual(["Back on Monday", "Before a session: what to bring"]);
    expect(titles("bri ses")).toEqual(["Before a session: what to bring"]);
    expect(titles("esults")).toEqual([]);
  });
});
