/** What staff write with: quick replies and templates, their gaps filled with what is known of one plan, on this device. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PlanDetail } from "../client/types";
import { workingHoursQuery } from "../features/coverage/queries";
import { clinicQuery } from "../features/identity/queries";
import type { Offered } from "../features/messaging/composing";
import { phrasesQuery } from "../features/phrases/queries";
import { planTasksQuery } from "../features/tasks/queries";
import { words } from "../i18n";
import { dayAndClock } from "../lib/dates";
import { fillGaps, gapsOf, nameOfGap } from "../lib/gaps";
import { shortName } from "../lib/names";
import { useMyId, useSession } from "../live/session";

const names = words.phrases.gaps;

/** Undefined before they are known; what only some texts need is read where one of them does. */
export function usePhrasing(planId: string, plan: PlanDetail | undefined): readonly Offered[] | undefined {
  const me = useMyId();
  const { person, roles } = useSession();
  const said = useQuery(phrasesQuery).data;
  const wanted = useMemo(() => {
    const all = [...(said?.quick_replies ?? []), ...(said?.templates ?? [])];
    return new Set(all.flatMap((one) => gapsOf(one.words).map(({ name }) => nameOfGap(name))));
  }, [said]);
  const hours = useQuery({ ...workingHoursQuery, enabled: wanted.has(names.workingTime) }).data;
  const open = useInfiniteQuery({ ...planTasksQuery(planId, "open"), enabled: wanted.has(names.task) }).data;
  const clinic = useQuery(clinicQuery).data;
  const patient = plan?.patient;
  const role = plan?.team.find((member) => member.person.id === me)?.person.role ?? roles[0];
  const next = open?.pages[0]?.items.find(
    ({ owner, due_at }) => owner?.id === patient?.person_id && due_at !== null,
  );
  const known = new Map(
    Object.entries({
      [names.patient]: patient && shortName(patient.name),
      [names.me]: person.name,
      [names.role]: role && words.common.roles[role].toLowerCase(),
      [names.workingTime]: hours?.next_opens_at && dayAndClock(new Date(hours.next_opens_at)),
      [names.task]: next?.due_at && words.phrases.taskDue(next.title, dayAndClock(new Date(next.due_at))),
      [names.clinic]: clinic?.name,
      [names.phone]: clinic?.crisis.clinic_phone,
    }).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
  if (!said) return undefined;
  const offered = (list: typeof said.templates, group: string): Offered[] =>
    list.map(({ id, title, words: text }) => ({ id, title, group, words: fillGaps(text, known) }));
  return [
    ...offered(said.quick_replies, words.phrases.lists.own),
    ...offered(said.templates, words.phrases.lists.clinic),
  ];
}
