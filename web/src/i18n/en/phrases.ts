/** Quick replies and message templates. */

export const phrases = {
  title: "Name",
  titleHint: "You find it by these words.",
  words: "Text",
  page: "Quick replies and templates",
  pageNote:
    "Texts you send again and again. While you write a message, / or Ctrl / offers them. They belong to no patient.",
  lists: { own: "Your quick replies", clinic: "Templates of the clinic" },
  add: { own: "New quick reply", clinic: "New template" },
  adding: { own: "New quick reply", clinic: "New template" },
  changing: { own: "Change your quick reply", clinic: "Change the template" },
  aboutNobody: {
    own: "Not about a patient: write nothing here that belongs to one. Only you are offered it.",
    clinic:
      "Not about a patient: write nothing here that belongs to one. Everybody who treats is offered it.",
  },
  none: {
    own: "None yet. Write one for what you answer every week.",
    clinic: "None yet. A coordinator writes them.",
  },
  kept: { own: "Quick reply saved", clinic: "Template saved" },
  change: (title: string) => `Change “${title}”`,
  end: (title: string) => `Delete “${title}”`,
  endTitle: (title: string) => `Delete “${title}”?`,
  endVerb: "Delete",
  endBody: {
    own: "Its words are gone. What you sent with it stays as it is.",
    clinic: "Nobody is offered it any more. What was sent with it stays as it is.",
  },
  ended: "Deleted",
  save: "Save",
  gapsHint: "Filled in by themselves when you write:",
  otherGaps: "Anything else in {braces} you fill in yourself. Nothing is sent before.",
  /** What stands in braces; the page fills these in. */
  gaps: {
    patient: "patient's name",
    me: "me",
    role: "my role",
    workingTime: "next working time",
    task: "next task due",
    clinic: "clinic's name",
    phone: "clinic's phone",
  },
  taskDue: (title: string, day: string) => `“${title}”, due ${day}`,
  pick: "Quick reply",
  pickHint: "Type / first, or press Ctrl /",
  offered: (n: number) =>
    n === 1
      ? "1 text is offered. Enter takes it."
      : `${n} texts are offered. Arrow keys choose, Enter takes one.`,
  nothing: "No quick replies yet. You find them in the menu at your name.",
  open: (n: number) =>
    n === 1
      ? "Fill this in or take it out before you send:"
      : "Fill these in or take them out before you send:",
  fill: (name: string) => `Fill in “${name}”`,
  takeOut: (name: string) => `Take out “${name}”`,
};
