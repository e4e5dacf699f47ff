/** Words about who needs somebody, and about what became of people. */

export const outcomes = {
  tabs: { label: "Patients", all: "All patients", needs: "Who needs somebody", outcomes: "Outcomes" },
  needs: {
    title: "Who needs somebody",
    note: (n: number) =>
      n === 1
        ? "1 patient, whoever needs somebody most first"
        : `${n} patients, whoever needs somebody most first`,
    leftOut: "You have more patients than can be ranked. Those whose plans were opened last are here.",
    show: "Show",
    everybody: "Everybody",
    filters: {
      "not-improving": "Not improving",
      "no-contact": "No contact",
      "scale-overdue": "Scale overdue",
      "review-overdue": "Review overdue",
    },
    days: "Without a word of your role for",
    inDays: (n: number) => `No word in ${n} days`,
    word: {
      worse: "worse",
      remission: "remission",
      response: "response",
      improving: "improving",
      "no-change": "no reliable change",
      first: "first score",
    },
    scale: (instrument: string, first: number, last: number) => `${instrument} ${first} → ${last}`,
    oneScore: (instrument: string, first: number) => `${instrument} ${first}`,
    noScore: "No score yet",
    line: (instrument: string, values: string) => `The newest ${instrument} scores: ${values}`,
    missing: "none",
    why: {
      worse: (days: string) => `Worse than at first or last time, after ${days}`,
      "not-improving": (days: string) => `No reliable change in ${days}`,
      "no-contact": (role: string, days: string) => `Nothing from a ${role} for ${days}`,
      "scale-overdue": (instrument: string, days: string) => `${instrument} is ${days} late`,
      "review-overdue": (days: string) => `Plan review is ${days} late`,
    },
    nothing: "Nothing stands out",
    contact: {
      role: (role: string) => `${role}:`,
      anyone: "anyone:",
      never: "no word yet",
    },
    nobodyBody: "No patient of yours fits what you chose.",
    showAll: "Show everybody",
    how: "How this is told",
    howBody:
      "A word about a course compares the last score with the first one. Only messages count as contact, since calls and visits are not written down here. A plan review is overdue once the day on which prescriber and therapist wanted to look again has passed.",
    settled: (days: number) =>
      `Not improving: worse, or still above the threshold without a reliable change ${days} days after the first score`,
  },
  title: "Outcomes",
  question: "Do patients get better?",
  card: { number: "Response and remission", note: "since the first score" },
  note: (above: number, since: string) =>
    `Everybody whose first PHQ-9 was above ${above}, counted at each mark that they reached since ${since}.`,
  marks: {
    title: "Response and remission over time",
    about:
      "A response is a score at most half of the first. A remission is a score under 5; most remissions are responses too. Whoever has no score near that time stays in the count.",
    chart:
      "Share with a response and share with a remission by weeks since the first score. The same numbers stand in the table below.",
    weeks: "After",
    inWeeks: (n: number) => `${n} weeks`,
    window: (days: number) => `give or take ${days} days`,
    people: "People",
  },
  months: {
    title: "Month by month",
    about: "Those who had come so many weeks far in that month; months of too few are not shown.",
    none: "No month of enough people yet.",
    mark: "Weeks since the first score",
    short: (n: number) => `${n} wk`,
    month: "Month",
  },
  counts: {
    response: "Response",
    remission: "Remission",
    neither: "Neither",
    "no-score": "No score",
    responded: "Responded",
    "not-yet": "Not yet",
    silent: "Not heard of",
    "in-touch": "In touch",
  },
  share: (n: number, people: number) => `(${Math.round((100 * n) / people)}%)`,
  tooFew: "too few",
  fewNote: (n: number) =>
    `Under ${n} people no number is told: it would say more of a person than of a clinic.`,
  leftOut: "There are more plans than can be counted at once. Those that began last are counted.",
  time: {
    title: "Time to response",
    about:
      "From the first score to the first one of at most half of it. Whoever has not responded yet counts for as long as they were followed (Kaplan-Meier).",
    half: "Half within",
    days: (n: number) => (n === 1 ? "1 day" : `${n} days`),
    notYet: "not half yet",
  },
  dropOut: {
    title: "Drop-out",
    about: (days: number) => `Of active plans: no score and no message with the patient for ${days} days.`,
    people: "Active plans",
  },
  none: "Nobody can be counted yet",
  noneBody: "Numbers appear here once patients have answered the PHQ-9.",
  rows: {
    title: {
      mark: (weeks: number) => `${weeks} weeks after the first score`,
      "response-time": "Time to response",
      "drop-out": "Drop-out",
    },
    began: (when: string) => `First score ${when}`,
    responded: (days: number) => (days === 1 ? "response after 1 day" : `response after ${days} days`),
    lastScore: (when: string) => `last score ${when}`,
    none: "Nobody is behind this number",
    noneBody: "There may have been too few people to tell.",
    noScores: "Scores are not shown here. To read one, open the plan and say why.",
    back: "All outcomes",
  },
  numbers: "By which numbers",
  draft: "These numbers are a draft until a clinical lead has signed them off.",
  index: (above: number) => `Counted is who began above ${above}`,
  mark: (weeks: number, days: number) => `${weeks} weeks: a score at most ${days} days away`,
  quiet: (days: number) => `Not heard of: ${days} days without a score or a message`,
};
