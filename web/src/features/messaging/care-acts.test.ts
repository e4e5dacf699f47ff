import { expect, test } from "vitest";
import type { ConversationSummary } from "../../client/types";
import { ada, bea, cem } from "../../testing/cast";
import { careActsOf, heirsOf } from "./care-acts";

const talk = (more: Partial<ConversationSummary>) =>
  ({ members: [ada, bea, cem], owner: null, may: [], ...more }) as unknown as ConversationSummary;

test("what is nobody's is claimed first, what is one's own is closed", () => {
  const free = talk({ may: ["conversation.claim", "conversation.hand-over", "conversation.close"] });
  expect(careActsOf(free)).toEqual({ next: "claim", others: ["close", "hand-over"] });
  const mine = talk({
    owner: cem,
    may: ["conversation.hand-over", "conversation.release", "conversation.close"],
  });
  expect(careActsOf(mine)).toEqual({ next: "close", others: ["hand-over", "release"] });
  expect(careActsOf(talk({ may: ["message.send"] }))).toEqual({ next: null, others: [] });
});

test("it is handed to who treats there, never to the patient or to who has it", () => {
  expect(heirsOf(talk({ owner: cem }))).toEqual([bea]);
  const alone = talk({ members: [ada, cem], owner: cem, may: ["conversation.hand-over"] });
  expect(careActsOf(alone)).toEqual({ next: null, others: [] });
});
