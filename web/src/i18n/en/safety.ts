/** Words about danger, for those who see to it; no patient reads them. */

const minutes = (n: number) => (n < 120 ? `${n} minutes` : n % 60 === 0 ? `${n / 60} hours` : `${n} minutes`);

export const safety = {
  tab: "Cases",
  title: "Safety cases",
  note: "What was found that may mean danger, who saw to it, and what came of it. The patient does not see this.",
  none: "No case",
  noneBody: "When an answer or a message may tell of danger, a case opens here and tells the team.",
  earlier: "Earlier cases",
  tiers: { urgent: "Urgent", "at-risk": "At risk" },
  open: (patient: string, tier: "urgent" | "at-risk") =>
    tier === "urgent" ? `${patient} may be in danger` : `${patient} may be at risk`,
  closed: (outcome: string) => `Closed: ${outcome}`,
  found: "What was found",
  fromMessage: "found on the patient's device, without the words",
  version: (version: number) => `version ${version}`,
  hand: "In hand",
  nobody: "Nobody has it in hand.",
  you: "You have it in hand.",
  holder: (name: string) => `${name} has it in hand.`,
  lapsed: (name: string) => `${name} had it in hand; somebody is to take it on again.`,
  toldTitle: "Who was told",
  told: (names: string) => `Told: ${names}.`,
  unreached: "Nobody could be reached yet.",
  nextAt: (time: string) => `If nobody takes it on, the next are told at ${time}.`,
  lastAt: (time: string) => `The last step of the ladder; told again at ${time}.`,
  outcomeBy: (time: string) => `Without an outcome by ${time} the next are told.`,
  take: "Take it on",
  taken: "You have it in hand",
  takenDetail: "Record what you find, then what came of it.",
  assess: "Record assessment",
  assessAgain: "Assess again",
  close: "Record outcome",
  see: "See the case",
  assessment: "Assessment",
  outdated: "This was written before the newest finding.",
  by: (name: string) => `by ${name}`,
  done: "What was done",
  outcome: "What came of it",
  assessing: {
    title: (patient: string) => `What did you find with ${patient}?`,
    label: "Your assessment",
    hint: "How they are, what you asked, who is with them, what keeps them safe. The team reads it; the patient does not.",
    missing: "Say what you found in a few words.",
    save: "Record assessment",
    saved: "Assessment recorded",
    next: "The case stays open until you record what came of it.",
  },
  closing: {
    title: (patient: string) => `What came of it for ${patient}?`,
    outcome: "What came of it",
    outcomeMissing: "Choose what came of it.",
    done: "What you did",
    hint: "Only this ends the case. The team reads it; the patient does not.",
    doneMissing: "Say what you did in a few words.",
    save: "Record outcome",
    saved: "Case closed",
  },
  rules: {
    link: "Safety rules",
    title: "Safety rules",
    note: "What opens a case, who is told of it when, and where that comes from.",
    unsigned: "Draft: no clinical lead has signed these rules off yet.",
    version: (version: string) => `Version ${version}`,
    which: "What opens a case",
    ladders: "Who is told, and when",
    merge: (n: number) =>
      `A plan has one open case. What the same rule finds again within ${minutes(n)} joins it quietly; anything else tells people again.`,
    item: (n: number, low: number, high: number) =>
      low === high ? `Item ${n} answered ${low}.` : `Item ${n} answered ${low} to ${high}.`,
    rise: (last: number | null, baseline: number | null) =>
      [
        last === null ? null : `${last} points or more above the last score`,
        baseline === null ? null : `${baseline} or more above the first`,
      ]
        .filter(Boolean)
        .join(", or ")
        .concat("."),
    missed: "It was due, and nobody answered in time.",
    limits: "What it cannot do",
    source: "Source",
    recall: "Measured",
    measured: (found: number, wrong: number, on: string) =>
      `finds ${found}%, with ${wrong}% false alarms, on ${on}`,
    unmeasured: "not measured yet",
    step: (n: number, whom: string, time: number) => `${n}. ${whom}, then ${minutes(time)} without an answer`,
    last: (n: number, whom: string, time: number) => `${n}. ${whom}, again every ${minutes(time)}`,
    whom: {
      owner: "who looks after it",
      lead: "the lead of the team",
      team: "the whole team",
      "on-duty": "who is on duty",
      supervisor: "the supervisor",
    },
    workingHours: "The minutes count while the clinic works.",
    outcome: (n: number) =>
      `Whoever takes it on has ${minutes(n)} to record what came of it; then it climbs on.`,
  },
};
