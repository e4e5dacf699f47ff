/** Signs what a coordinator has confirmed about who reads; loaded with the protocol when somebody confirms. */
import type { Unconfirmed } from "../../client/types";
import { officeOf, officeSigner } from "../../keyring/offices";
import type { Own } from "../../keyring/own";
import { assignment, begin, takeOff } from "../../talk/coordinating";
import { assign } from "../../talk/http";
import { enterTalks, talkOf } from "../../talk/talks";
import { endsKey } from "./steps";

/** Does all that can be done, and then throws the first thing that could not. */
export async function sign(own: Own, items: readonly Unconfirmed[]): Promise<void> {
  enterTalks(own);
  const failures: unknown[] = [];
  const tried = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error));
  for (const item of items) {
    if (item.step === "admit") await tried(admit(own, item));
    if (endsKey(item.step)) await tried(end(item));
  }
  await tried(beginAll(items.filter(({ step }) => step === "begin")));
  if (failures.length > 0) throw failures[0];
}

async function admit(own: Own, { plan_id, person, conversations }: Unconfirmed): Promise<void> {
  const office = officeOf(own, "coordinator");
  if (office?.state !== "in_force")
    throw new RangeError("without the coordinator's office nobody is asked to confirm");
  const signer = await officeSigner(own, office);
  for (const { id } of conversations) {
    const cose = await assignment(await talkOf(plan_id, id), signer, person);
    if (cose) await assign(plan_id, id, person.id, cose);
  }
}

async function end({ plan_id, person, conversations }: Unconfirmed): Promise<void> {
  for (const { id } of conversations) await takeOff(await talkOf(plan_id, id), person.id);
}

/** Each conversation begins for exactly those who were listed for it. */
async function beginAll(items: readonly Unconfirmed[]): Promise<void> {
  const begun = new Map(
    items.flatMap(({ plan_id, conversations }) => conversations.map(({ id }) => [id, plan_id])),
  );
  for (const [id, planId] of begun) {
    const people = items.filter((item) => item.conversations.some((one) => one.id === id));
    await begin(
      await talkOf(planId, id),
      people.map(({ person }) => person),
    );
  }
}
