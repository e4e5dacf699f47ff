/** Which pages stand in the rail, by role; what one may do there the server decides. */
import {
  IconAddressBook,
  IconCalendarCheck,
  IconCalendarTime,
  IconChecklist,
  IconInbox,
  IconShieldCheck,
  IconShieldSearch,
  IconSitemap,
  IconUserCheck,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Counts, SessionInfo } from "../../client/types";
import { words } from "../../i18n";
import { CARE_ROLES, type Role } from "../../lib/roles";

export interface NavItem {
  to: string;
  label: string;
  icon: TablerIcon;
  count?: keyof Waiting;
  /** Stands in the account menu instead where the bar is full. */
  aside?: true;
}

/** How much waits behind each page. */
export interface Waiting extends Partial<Counts> {
  /** People for whom a coordinator is to sign. */
  readers?: number | undefined;
}

const CARE: readonly NavItem[] = [
  { to: "/today", label: words.shell.today, icon: IconCalendarCheck, count: "today" },
  { to: "/inbox", label: words.shell.inbox, icon: IconInbox, count: "inbox" },
  { to: "/patients", label: words.shell.patients, icon: IconUsers },
  { to: "/tasks", label: words.shell.tasks, icon: IconChecklist, count: "tasks" },
];
const OVERSIGHT: NavItem = { to: "/oversight", label: words.shell.oversight, icon: IconShieldSearch };
const PEOPLE: NavItem = { to: "/people", label: words.shell.people, icon: IconAddressBook };
const TEAMS: NavItem = { to: "/coordination", label: words.shell.coordination, icon: IconSitemap };
const READERS: NavItem = {
  to: "/confirm-readers",
  label: words.teams.readers.nav,
  icon: IconShieldCheck,
  count: "readers",
};
const DUTY: NavItem = { to: "/duty", label: words.coverage.title, icon: IconCalendarTime, aside: true };
const CONFIRM: NavItem = { to: "/confirm-people", label: words.keys.colleagues, icon: IconUserCheck };

/** Whether somebody is on care teams. */
export function treats(session: SessionInfo): boolean {
  return session.roles.some((role) => (CARE_ROLES as readonly string[]).includes(role));
}

/** Whether somebody is told of what cannot wait, and so says when they are away. */
export function canBeAway(session: SessionInfo): boolean {
  return treats(session) || session.roles.includes("supervisor");
}

/** Whether somebody writes with quick replies and templates, or keeps the clinic's. */
export function writesWithPhrases(session: SessionInfo): boolean {
  return treats(session) || session.roles.includes("coordinator");
}

/** Whether somebody reviews the trails of all plans. */
export function oversees(session: SessionInfo): boolean {
  return session.roles.some((role) => role === "supervisor" || role === "privacy_officer");
}

export function navOf(session: SessionInfo): readonly NavItem[] {
  const has = (...roles: readonly Role[]) => session.roles.some((role) => roles.includes(role));
  return [
    ...(treats(session) ? CARE : []),
    ...(oversees(session) ? [OVERSIGHT] : []),
    ...(has("coordinator") ? [TEAMS, READERS] : []),
    ...(has("administrator", "privacy_officer") ? [PEOPLE] : []),
    ...(has("identity_officer", "coordinator") ? [CONFIRM] : []),
    DUTY,
  ];
}

/** What stands in the bar of a narrow screen: four, where there are so many. */
export function inBar(items: readonly NavItem[]): readonly NavItem[] {
  return items.length > 4 ? items.filter(({ aside }) => !aside) : items;
}

/** A patient's page stands below Patients, whatever its address, and so do the other looks at one's patients. */
export function isWithin(to: NavItem["to"], path: string): boolean {
  return to === "/patients" && ["/plans/", "/caseload", "/outcomes"].some((start) => path.startsWith(start));
}

/** How a link shows that one is somewhere below it. */
export const PRESENT = { "data-status": "active" } as const;
