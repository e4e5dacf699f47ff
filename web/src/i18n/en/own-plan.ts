/**
 * What patients read about their plan. Each text of this file is shown to a patient, and a test measures that all of
 * them can be read at about grade 8 (tests/test_plain_texts.py).
 */

export const ownPlan = {
  phaseNow: {
    assessment: "You and your team find out what can help you.",
    preparation: "You and your team get ready for the treatment.",
    dosing: "This is the time of your treatment.",
    integration: "You bring what you learned into daily life.",
    maintenance: "You and your team keep what helps.",
  },
  triedOne: "One treatment did not help you enough so far. That is not your fault. Now you try a new way.",
  tried: (count: number) =>
    `You have tried ${count} treatments that did not help you enough. That is not your fault. Now you try a new way.`,
  conditions: "What we treat",
  sinceDay: (day: string) => `Since ${day}.`,
  conditionNow: {
    active: null,
    recurrence: "It has come back.",
    relapse: "It has come back.",
    inactive: "It is quiet now.",
    remission: "It is much better now.",
    resolved: "It is over.",
    unknown: null,
  },
  conditionCourse: {
    "single-episode": "You have it for the first time.",
    recurrent: "You have had it more than once.",
    persistent: "It has stayed for a long time.",
    unknown: null,
  },
  consents: "What you said yes or no to",
  consentTo: {
    treatment: (name: string) => name,
    "off-label": (name: string) => `${name}, used in a way that is not on its label`,
    "at-home": (name: string) => `${name}, at home`,
    sharing: (name: string) => `Sharing what we know of you with ${name}`,
    other: (name: string) => name,
  },
  consentSaid: {
    given: (day: string) => `You said yes on ${day}.`,
    refused: (day: string) => `You said no on ${day}.`,
    withdrawn: (day: string) => `You took back your yes on ${day}.`,
  },
  consentPaper: (where: string) => `Where the paper is that you signed: ${where}.`,
  consentBy: (name: string) => `${name} wrote this down.`,
  takeBack:
    "You can take back a yes at any time. You do not have to say why. Tell anyone on your team, or write to them here. They will still be there for you.",
  medicines: "What you take",
  takes: (name: string, dose: string) => `${name}, ${dose}`,
  forPurpose: (purpose: string) => `For: ${purpose}`,
  paused: "Paused for now.",
  askFirst: "Do not stop or change a medicine by yourself. Ask your team first.",
  careful: "What your team keeps in mind",
  barriers: "What makes it harder",
  next: "What is next, and who does it",
  you: "You",
  anyOf: (role: string) => `Your ${role}`,
  nobody: "Your team",
  nothingNext: "There is no next step yet. Your team will plan it with you.",
  reviewNext: (day: string) => `Your team looks at the plan again on ${day}.`,
  reviewed: (one: string, other: string, day: string) =>
    `${one} and ${other} looked at your plan together on ${day}.`,
  notReviewed: "Your doctor and your therapist will look at your plan together soon.",
  changed: "What has changed",
  changedSince: "Since your team last looked at the plan together:",
  unchanged: "Nothing is new since your team last went through the plan.",
  earlier: "Before that",
};
