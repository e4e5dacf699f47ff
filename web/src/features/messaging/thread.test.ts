import { expect, test } from "vitest";
import type { ConversationDetail } from "../../client/types";
import { ada, bea, cem, TALK } from "../../testing/cast";
import type { Shown } from "./bodies";
import { layOut, receiptOf } from "./thread";

const start = new Date(2026, 10, 24, 9, 0).getTime();

function message(number: number, author: Shown["author"], minutes: number): Shown {
  return {
    id: `m${number}`,
    conversation_id: TALK,
    number,
    author,
    words: "words",
    is: "open",
    versions: [],
    reactions: [],
    late: false,
    priority: "routine",
    about: [],
    reply_to: null,
    refs: [],
    sent_at: new Date(start + minutes * 60_000).toISOString(),
    told_opens: null,
    change_id: `c${number}`,
  };
}

test("messages of one author in a row share one head", () => {
  const parts = layOut(
    [message(1, ada, 0), message(2, ada, 1), message(3, bea, 2), message(4, bea, 30)],
    null,
    cem.id,
  );
  expect(parts.map((part) => (part.kind === "message" ? part.head : part.kind))).toEqual([
    "day",
    true,
    false,
    true,
    true,
  ]);
});

test("the line before what is new stands before the first unread message of somebody else", () => {
  const parts = layOut([message(1, ada, 0), message(2, cem, 1), message(3, ada, 2)], 1, cem.id);
  expect(parts.map(({ kind }) => kind)).toEqual(["day", "message", "message", "new", "message"]);
});

test("no line is drawn where nothing is new", () => {
  expect(layOut([message(1, ada, 0)], 1, cem.id).some(({ kind }) => kind === "new")).toBe(false);
});

test("a receipt counts everybody but the author", () => {
  const conversation = {
    members: [ada, bea, cem],
    receipts: [
      { person_id: ada.id, has_account: true, delivered_number: 5, seen_number: 4 },
      { person_id: bea.id, has_account: true, delivered_number: 5, seen_number: 5 },
      { person_id: cem.id, has_account: true, delivered_number: 5, seen_number: 5 },
    ],
  } as ConversationDetail;
  expect(receiptOf(conversation, 5, cem.id)).toMatchObject({
    state: "seen",
    count: 1,
    of: 2,
    seenBy: ["Dr Bea Lund"],
    receivedBy: ["Ada Osei"],
    notBy: [],
  });
  expect(receiptOf(conversation, 6, cem.id)).toMatchObject({
    state: "sent",
    notBy: ["Ada Osei", "Dr Bea Lund"],
  });
});

test("what happened meanwhile stands among the messages of its time, unless those before it are not shown", () => {
  const note = (key: string, minute: number) => ({ key, at: message(9, ada, minute).sent_at, content: key });
  const parts = layOut([message(1, ada, 10), message(2, cem, 20)], null, cem.id, [
    note("after", 30),
    note("before", 5),
    note("between", 15),
  ]);
  const shown = parts.filter(({ kind }) => kind !== "day").map(({ key }) => key);
  expect(shown).toEqual([message(1, ada, 10).id, "between", message(2, cem, 20).id, "after"]);
});
