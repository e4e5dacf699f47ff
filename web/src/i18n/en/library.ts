/** Words about exercises; what a patient reads is plain and never a blame. */

const times = (n: number) => (n === 1 ? "once" : `${n} times`);

export const library = {
  title: "Exercises",
  minutes: (n: number) => (n === 1 ? "1 minute" : `${n} minutes`),
  rhythm: (days: number | null) =>
    days === null ? "Once" : days === 1 ? "Every day" : days === 7 ? "Once a week" : `Every ${days} days`,
  by: (how: string, day: string) => `${how}, by ${day}`,
  next: (how: string, day: string) => `${how}, next ${day}`,
  tally: (n: number, last: string, helped: number, not: number) =>
    [
      `Done ${times(n)}, last ${last}`,
      helped > 0 ? `helped ${times(helped)}` : null,
      not > 0 ? `did not help ${times(not)}` : null,
    ]
      .filter(Boolean)
      .join("; "),
  forGoal: (goal: string) => `For: ${goal}`,
  patient: {
    given: "From your team",
    givenNone: "Your team has not given you an exercise now.",
    anyone: "At any time",
    anyoneNote: "These are here for you when you want them.",
    all: "All exercises",
    open: "See all exercises",
    offline: "Do an exercise without a network",
    unsent: (n: number) =>
      n === 1
        ? "1 exercise you did is kept here. It goes out when you are back online."
        : `${n} exercises you did are kept here. They go out when you are back online.`,
    start: "Start",
    doIt: "Do it now",
    gone: "This exercise is not here any more",
    goneBody: "Look at the others, or ask your team.",
    back: "Back",
    next: "Next",
    finish: "I am done",
    endEarly: "End here",
    step: (n: number, all: number) => `Step ${n} of ${all}`,
    writing:
      "Write on paper or in a place of your own. What you write is not kept here. What you want to share, send to your team in a message.",
    draft: "This text is a draft. Your clinic has not signed it off yet.",
    basis: "Where this comes from",
    done: "That is done",
    noted: (minutes: string) => `${minutes}. Your team can see that you did it.`,
    notWords: "They see what you wrote only if you share it.",
    waiting: (minutes: string) => `${minutes}. It is kept here and goes out when you are back online.`,
    notNoted: (minutes: string) => `${minutes}. It is not noted here: you are not signed in as the patient.`,
    didItHelp: "Did it help?",
    helped: "It helped",
    didNotHelp: "It did not help",
    thanks: "Thank you. That helps your team to choose.",
    others: "Other exercises",
  },
  pacer: {
    long: "How long?",
    in: "Breathe in",
    out: "Breathe out",
    paused: "Paused",
    pause: "Pause",
    resume: "Go on",
    left: (minutes: string) => `${minutes} to go`,
    circle: "A circle that grows while you breathe in and shrinks while you breathe out",
  },
  staff: {
    give: "Give an exercise",
    title: (patient: string) => `An exercise for ${patient}`,
    which: "Exercise",
    how: "How often",
    rhythms: {
      "1": "Every day",
      "2": "Every other day",
      "3": "Every 3 days",
      "7": "Once a week",
    } as Readonly<Record<string, string>>,
    once: "Once",
    first: "From",
    until: "Until",
    goal: "For which goal",
    noGoal: "No goal",
    note: "A word with it",
    noteHint: (patient: string) => `${patient} reads this.`,
    save: "Give it",
    saved: "Exercise given",
    none: "Nothing was done yet.",
    latest: "Each time",
    asked: "asked for",
    ownAccord: "of their own accord",
    unsigned: "Draft: a clinical lead has not signed these texts off yet.",
    helped: "helped",
    didNotHelp: "did not help",
    openTask: (title: string) => `Open the task ${title}`,
  },
};
