/** What is said about one's keys on pages that load before they are needed; the rest is in `own-keys.ts`. */

export const keys = {
  title: "Your keys",
  devices: "Your devices and recovery",
  devicesNote: "What opens your keys. Keep at least two, so that losing one loses nothing.",
  neededTitle: "Set up your keys first",
  lockedTitle: "Your keys are locked here",
  setUp: "Set up your keys",
  unlock: "Open with your keys",
  lookAtAlert: "See what is wrong",
  alertTitle: "Something is not as it must be",
  alertLine: "Your keys are closed: something the server sent is not as it must be.",
  officerTold: "The privacy officer has been told.",
  officerUntold:
    "The privacy officer will be told as soon as there is a connection. If this stays, please tell them yourself.",
  verify: "Verify words",
  verifyOf: (name: string) => `Verify words with ${name}`,
  colleagues: "Confirm people",
  colleaguesNote: "Compare words by phone or in person, then confirm that the keys are theirs.",
  officeBody:
    "Attesting needs an office key of your own. It is made here, sealed to you, and comes into force when the clinic's root keys sign it.",
};
