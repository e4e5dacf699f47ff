/** Words of Today. */

export const worklist = {
  today: "Today",
  left: (n: number) => (n === 1 ? "1 left" : `${n} left`),
  urgent: "Urgent",
  kinds: { alarm: "Urgent", reply: "Reply", reminder: "Reminder", task: "Task" },
  verbs: { open: "Open", answer: "Answer", done: "Done" },
  reminded: "You wanted to be reminded",
  waiting: (time: string) => `Waiting ${time} for an answer`,
  tooLate: (time: string) => `${time} past the latest time.`,
  late: (time: string) => `${time} late.`,
  due: (when: string) => `Due ${when}.`,
  at: (day: string, clock: string) => `${day}, ${clock}`,
  allKinds: "All kinds",
  onlyKinds: { alarm: "Cannot wait", reply: "Replies", reminder: "Reminders", task: "Tasks" },
  kindLabel: "Which kinds",
  emptyTitle: "Nothing waits for you",
  emptyBody: "When a patient writes or a task comes due, it appears here.",
  emptyNext: (title: string, patient: string, when: string) => `Next: ${title} for ${patient}, ${when}.`,
  emptyKind: "None of this kind",
  emptyKindBody: "Other things may wait.",
  showAll: "Show all kinds",
};
