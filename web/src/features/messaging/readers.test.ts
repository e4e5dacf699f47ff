import { expect, test } from "vitest";
import { ada, bea, cem } from "../../testing/cast";
import { namesAmong, readersOf } from "./readers";

const team = { members: [ada, bea, cem], patient_name: ada.name };
const read = (reading: readonly { id: string }[], voice: "staff" | "patient", me = cem) =>
  readersOf(
    team,
    reading.map(({ id }) => id),
    me.id,
    voice,
  );

test("who has no access yet is not said to read, whatever the list of members says", () => {
  expect(read([ada, bea, cem], "staff").readers).toBe("Ada and Dr Lund read this.");
  expect(read([bea, cem], "staff").readers).toBe("Dr Lund reads this. Ada cannot read here yet.");
  expect(read([cem], "staff").readers).toBe("Nobody else can read here yet.");
  expect(read([ada, bea], "patient", ada)).toMatchObject({
    to: "Dr Lund reads this",
    readers: "Cem cannot read here yet.",
  });
});

test("a conversation about the patient says that they do not read it", () => {
  const staff = { members: [bea, cem], patient_name: ada.name };
  expect(readersOf(staff, [bea.id, cem.id], cem.id, "staff")).toMatchObject({
    to: "About Ada Osei",
    readers: "Dr Lund reads this; Ada does not.",
    guarded: true,
  });
});

test("among those who may let somebody in the team stands before the patient", () => {
  expect(namesAmong([ada.id, bea.id, cem.id], team.members)).toEqual(["Dr Lund", "Cem", "Ada"]);
  expect(namesAmong([ada.id], team.members)).toEqual(["Ada"]);
});
