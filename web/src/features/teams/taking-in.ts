/** A patient being taken in: what has been typed so far, as the form, its draft and the request have it. */
import type { Gap, Phase } from "../../client/types";
import type { CARE_ROLES } from "../../lib/roles";

export type CareRole = (typeof CARE_ROLES)[number];
export type SupportRole = "supporter";

/** Somebody chosen for the team. */
export interface Chosen {
  id: string;
  name: string;
  role: CareRole;
  lead: boolean;
}

export interface TakingIn {
  name: string;
  email: string;
  birthDate: string;
  pronouns: string;
  phone: string;
  identifier: string;
  title: string;
  summary: string;
  phase: Phase;
  team: readonly Chosen[];
}

export const PHASES: readonly Phase[] = ["assessment", "preparation", "dosing", "integration", "maintenance"];

export const NOTHING: TakingIn = {
  name: "",
  email: "",
  birthDate: "",
  pronouns: "",
  phone: "",
  identifier: "",
  title: "",
  summary: "",
  phase: "assessment",
  team: [],
};

/** What a draft says; one that cannot be read is nothing. */
export function readDraftOf(draft: string): TakingIn {
  if (draft === "") return NOTHING;
  try {
    const kept = JSON.parse(draft) as Partial<TakingIn>;
    return { ...NOTHING, ...kept };
  } catch {
    return NOTHING;
  }
}

/** As it is kept; nothing typed keeps nothing. */
export function draftOf(form: TakingIn): string {
  return JSON.stringify(form) === JSON.stringify(NOTHING) ? "" : JSON.stringify(form);
}

/** Puts somebody on the team in a role; the first psychiatrist leads until somebody else is chosen. */
export function withMember(team: readonly Chosen[], member: Omit<Chosen, "lead">): readonly Chosen[] {
  if (team.some((one) => one.id === member.id && one.role === member.role)) return team;
  const leads = member.role === "psychiatrist" && !team.some((one) => one.lead);
  return [...team, { ...member, lead: leads }];
}

export function withoutMember(team: readonly Chosen[], member: Chosen): readonly Chosen[] {
  return team.filter((one) => one !== member);
}

export function ledBy(team: readonly Chosen[], member: Chosen): readonly Chosen[] {
  return team.map((one) => ({ ...one, lead: one === member }));
}

/** What the team would lack, in the server's words. */
export function lacking(team: readonly Chosen[]): readonly Gap[] {
  const gaps: Gap[] = [];
  if (!team.some((one) => one.lead)) gaps.push("lead");
  if (!team.some((one) => one.role === "psychiatrist")) gaps.push("psychiatrist");
  return gaps;
}

/** A day that has been, as a date field gives it. */
export function isPastDay(day: string, today: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && day >= "1900-01-01" && day <= today;
}

/** The request: text trimmed, and nothing where nothing was typed. */
export function bodyOf(form: TakingIn) {
  const said = (text: string) => text.trim() || null;
  return {
    patient: {
      name: form.name.trim(),
      email: said(form.email),
      birth_date: said(form.birthDate),
      pronouns: said(form.pronouns),
      phone: said(form.phone),
      identifier: said(form.identifier),
    },
    title: form.title.trim(),
    summary: said(form.summary),
    phase: form.phase,
    team: form.team.map(({ id, role, lead }) => ({ person_id: id, role, lead })),
  };
}
