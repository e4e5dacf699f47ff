import { describe, expect, test } from "vitest";
import { ago, dateOf, dayLine, daysBetween, isoDate, knownDate, lateBy, nearTime } from "./dates";

const now = new Date(2026, 10, 24, 15, 30);
const earlier = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe("times as people say them", () => {
  test("a moment ago is now, a day ago is a date", () => {
    expect(ago(earlier(0.3), now)).toBe("now");
    expect(ago(earlier(12), now)).toContain("12");
    expect(ago(earlier(3 * 60 + 59), now)).toContain("3");
    expect(ago(earlier(24 * 60), now)).toMatch(/23/);
  });

  test("days are counted by midnights and not by hours", () => {
    expect(daysBetween(new Date(2026, 10, 24, 23, 59), new Date(2026, 10, 25, 0, 1))).toBe(1);
    expect(daysBetween(new Date(2026, 10, 24, 0, 1), new Date(2026, 10, 24, 23, 59))).toBe(0);
  });

  test("the line between two days names today", () => {
    expect(dayLine(earlier(60), now)).toBe("Today");
    expect(dayLine(earlier(24 * 60), now)).toBe("Yesterday");
  });

  test("a time of another day is said with its day", () => {
    expect(nearTime(earlier(-60), now)).toBe("4:30 PM");
    expect(nearTime(earlier(-18 * 60), now)).toBe("tomorrow 9:30 AM");
  });

  test("nothing is late before its time", () => {
    expect(lateBy(earlier(-1), now)).toBeNull();
    expect(lateBy(earlier(2 * 24 * 60), now)).toBe("2 days");
  });

  test("a date of which only a part is known is told no more exactly", () => {
    expect(knownDate("1957", now)).toBe("1957");
    expect(knownDate("1957-11", now)).toBe("November 1957");
    expect(knownDate("1957-11-07", now)).toMatch(/7/);
  });

  test("a calendar date does not slip a day", () => {
    expect(isoDate(dateOf("2026-01-03"))).toBe("2026-01-03");
    expect(isoDate(dateOf("2026-12-31"))).toBe("2026-12-31");
  });
});
