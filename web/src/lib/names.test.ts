import { expect, test } from "vitest";
import { initials, shortName } from "./names";

test("initials leave titles out", () => {
  expect(initials("Dr Kwame Boateng")).toBe("KB");
  expect(initials("Mei Tanaka")).toBe("MT");
  expect(initials("Cher")).toBe("CH");
  expect(initials("")).toBe("");
});

test("a doctor keeps the title, others their first name", () => {
  expect(shortName("Dr Kwame Boateng")).toBe("Dr Boateng");
  expect(shortName("Anaïs Fontaine-Delacroix-Montgomery")).toBe("Anaïs");
});
