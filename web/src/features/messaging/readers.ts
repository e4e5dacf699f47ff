/** What the composer says about who reads: by the conversation's own log, which the server cannot write. */
import type { ConversationDetail, PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";

const text = words.messaging;

interface Readers {
  readonly to: string;
  readonly readers: string;
  readonly guarded?: boolean;
  readonly placeholder: string;
}

const namesOf = (people: readonly { name: string }[]) =>
  words.common.andMore(people.map(({ name }) => shortName(name)));

/** The people of these ids, as one calls them: the team before the patient. Whoever is not here by now has no name. */
export function namesAmong(ids: readonly string[], members: readonly PersonRef[]): string[] {
  const found = members.filter(({ id }) => ids.includes(id));
  const [team, others] = [found.filter(isStaff), found.filter((one) => !isStaff(one))];
  return [...team, ...others].map(({ name }) => shortName(name));
}

const isStaff = ({ role }: Pick<PersonRef, "role">) => role !== "patient" && role !== "supporter";

/** `reading`: ids of whoever can read what is written now. The patient's name always stands there for staff. */
export function readersOf(
  conversation: Pick<ConversationDetail, "members" | "patient_name">,
  reading: readonly string[],
  me: string,
  voice: "staff" | "patient",
): Readers {
  const others = conversation.members.filter(({ id }) => id !== me);
  const now = others.filter(({ id }) => reading.includes(id));
  const later = others.filter(({ id }) => !reading.includes(id));
  const waiting = now.length > 0 && later.length > 0 ? [text.notYet(namesOf(later))] : [];
  const said = (...sentences: string[]) => [...sentences, ...waiting].join(" ");
  if (voice === "patient") {
    const to = now.length > 0 ? text.ownReaders(namesOf(now), now.length) : text.nobodyYet;
    return { to, readers: said(), placeholder: text.placeholderOwn };
  }
  const name = conversation.patient_name;
  const patient = others.find(({ role }) => role === "patient");
  const staff = others.filter((one) => one !== patient);
  const short = shortName(name);
  if (patient) {
    const reads = now.length > 0 ? text.ownReaders(namesOf(now), now.length) : text.nobodyYet;
    const placeholder = staff.length === 0 ? text.placeholderDirect(short) : text.placeholder(short);
    return { to: text.toPatient(name), readers: said(`${reads}.`), placeholder };
  }
  const reads = now.length > 0 ? text.staffOnly(short, namesOf(now), now.length) : text.nobodyYet;
  return {
    to: text.aboutPatient(name),
    readers: said(`${reads}.`),
    guarded: true,
    placeholder: staff.length === 1 ? text.placeholderDirect(namesOf(staff)) : text.placeholderStaff,
  };
}
