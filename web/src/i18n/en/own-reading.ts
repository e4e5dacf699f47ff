/**
 * What patients read when they type in what they measured at home. Each text of this file is shown to a patient, and a
 * test measures that all of them can be read at about grade 8 (tests/measures/test_plain_words.py).
 */

export const ownReading = {
  dueNow: "Your blood pressure",
  size: "2 numbers from your cuff",
  how: "Sit still for 5 minutes first. Then type in what your cuff shows.",
  optional: (label: string) => `${label} (if your device shows it)`,
  between: (low: number, high: number) => `A whole number from ${low} to ${high}.`,
  needed: "Type in this number.",
  below: "This number is less than the upper one. Look at your cuff again.",
  helpTitle: "You may need help right now",
  helpBody: (emergency: string) =>
    `If you have chest pain, a very bad headache or trouble seeing, call ${emergency} now. Do not wait for your team.`,
  helpTeam: "Your team is told as soon as this is sent. It may take a while until somebody sees it.",
};
