/** One's own keys: set up, opened, kept on devices, recovered; and whose words are confirmed. */
import { keys } from "./keys";

export const ownKeys = {
  ...keys,

  setUpTitle: "Set up your keys",
  why: {
    staff:
      "Some things are for your eyes only: they are sealed in this browser, and the clinic's server cannot read them. Your keys are made here too, so nobody can reset them for you: a recovery kit on paper is your way back.",
    patient:
      "Your keys keep your private words private: only you can open what you seal with them. Nobody else has them, so keep the recovery kit that you get next. It is your way back if you lose this device.",
  },
  takes: "It takes about two minutes. Have a printer, or pen and paper, at hand.",
  rootsFromServer:
    "You came without an invitation link that names your clinic's keys, so the ones its server names today are remembered. The kit shows their fingerprint: compare it once with a colleague's kit.",
  start: "Make my keys",
  notNow: "Not now",
  laterBody: "You can do it any time under “Your devices and recovery”.",

  kitTitle: "Keep this recovery kit",
  kitBody: "Print it or write it down, and keep it like a passport. It is shown once.",
  kitNever:
    "Never photograph it into a chat, never send it by e-mail. Nobody from the clinic will ever ask for it.",
  kitQr: "QR code of the recovery kit",
  kitOf: (name: string) => `Recovery kit of ${name}`,
  kitMade: "Made on",
  kitClinic: "Clinic",
  kitRoots: "Fingerprint of the clinic's keys",
  kitHow: "To use it: sign in as always, then type these characters where you are asked for your kit.",
  print: "Print",
  kitKept: "I have it on paper",
  kitAgain: "Show the kit again",
  confirmTitle: "Two groups from your kit",
  confirmBody: "Type them from the paper, to be sure that it can be read.",
  group: (place: number) => `Group ${place}`,
  groupHint: "Four letters or digits",
  groupWrong: "That is not what the kit says. Look again.",
  finish: "Finish",
  ready: "Your keys are ready",
  readyBody: "This browser opens them by itself from now on. With a passkey, signing in opens them anywhere.",
  notKeptHere:
    "This browser keeps nothing between visits, so you will be asked for the kit each time. Another browser or a passkey saves you that.",
  done: "Done",

  unlockTitle: "Open your keys",
  unlockBody: "You are signed in. What is sealed to you opens with one of these.",
  kitField: "Recovery kit",
  kitFieldHint: "32 letters and digits; dashes and capitals do not matter.",
  kitSlip: "This is not a kit as it was printed. Compare it character by character.",
  kitOther: "This kit does not open your keys. It may be an older one, or somebody else's.",
  open: "Open",
  withPasskey: "Use my passkey",
  passkeyNothing: "This passkey does not open your keys. Use the kit or another device.",
  byDevice: "Use another device",
  byDeviceHint: "A phone or computer where your keys are open already.",
  lost: "I have none of these",

  lostTitle: "When everything is lost",
  lostBody: {
    staff: [
      "Without a device, a passkey, the kit or the passphrase nobody can open your old keys, not even the clinic. You make new ones here.",
      "Then an identity officer compares twelve words with you, by phone or in person, and closes the old keys together with a coordinator.",
      "Conversations come back whole: the next time a colleague in them is online, their browser lets your new keys in, from the first message on.",
    ],
    patient: [
      "Without a device, a passkey, the kit or the passphrase nobody can open your old keys, not even the clinic. You make new ones here.",
      "Then somebody from your clinic compares twelve words with you, by phone or in person, and closes the old keys.",
      "Your messages come back, all of them: the next time somebody of your team is online, your new keys are let in.",
    ],
  },
  lostGone: {
    staff:
      "What was sealed to you alone is gone for good: your private notes, whose words you had compared, and the keys of an office. Look once more for your kit before you go on.",
    patient:
      "What was sealed to you alone is gone for good: today that is only the list of people whose words you compared. Look once more for your kit before you go on.",
  },
  lostStart: "Make new keys",
  lostWaiting: "Your new keys wait",
  lostCall:
    "Call your clinic, or go there, and ask for the identity officer. When they ask for them, read them these words. They see the same ones.",
  lostElsewhere: (device: string) =>
    `They were made in another browser (${device}). The words to read to the identity officer are shown there.`,
  lostUnsigned: "Nobody has compared the words with you yet.",
  lostSigned: "An identity officer has compared the words. A coordinator signs next.",
  lostMeanwhile: "You can close this page and go on with everything that needs no keys. Keep the new kit.",
  lostFound: "I can open my old keys after all",
  lostAgain: "Stop waiting for those",
  askedNew: "New keys were asked for",
  askedNewBody: (when: string, device: string) =>
    `On ${when}, in ${device}, somebody signed in as you said that everything that opens your keys is lost. Once an identity officer agrees, these here end. If it was not you, refuse, change your password and tell the privacy officer.`,
  askedRefuse: "Refuse",
  askedRefused: "Refused: your keys stay as they are",

  closedTitle: "Your keys were closed",
  closedBody:
    "They ended in favour of new ones, which the server has not been given yet. Finish on the browser where you made them, or call your clinic.",

  rememberTitle: "Your keys are open",
  rememberBody: "Remember this browser, and they open by themselves next time. On a shared computer, do not.",
  remember: "Remember this browser",
  onlyNow: "Only this time",

  alertWhat: {
    chain: "The record of your keys that the server sent is not valid.",
    "rolled-back":
      "The server sent an older record of your keys than this browser has seen. A device that you removed could count again in it.",
    directory:
      "The clinic's directory that the server sent is not signed by the keys you trust, or is older than before.",
    pins: "Your own list of whom you trust is missing, or is not the one that you sealed.",
    person: "The record of somebody's keys is not valid, or is older than you have seen.",
  },
  alertDo:
    "Nothing was opened or sealed with it, and nothing of yours was lost. The privacy officer of your clinic is responsible for finding out, and sees in the record who changed what.",
  alertAgain: "Look again",
  code: "What was found",

  thisBrowser: "This browser",
  anotherBrowser: "Another browser",
  passkey: "Passkey",
  passphrase: "Passphrase",
  addPassphrase: "Add a passphrase",
  passphraseBody:
    "For computers where no passkey works. It opens your keys only together with an account secret that you get next; the clinic knows neither, so nobody can guess it from what is stored.",
  passphraseAgain: "The same again",
  passphraseSuggest: "Suggest one",
  passphraseShort: (fewest: number) => `At least ${fewest} characters, please.`,
  passphraseDiffers: "The two are not the same.",
  passphraseOther: "Choose another passphrase",
  passphraseAdded: "The passphrase opens your keys too",
  passphraseNothing: "Passphrase and account secret do not open your keys. Look at both again.",
  strength: {
    none: "Four or more words that have nothing to do with each other are strong and easy to remember.",
    fair: "Fair. More words make it stronger.",
    good: "Strong.",
  },
  goOn: "Go on",
  stretching: "This takes a moment: it is what makes guessing slow.",
  secret: "Account secret",
  secretBody:
    "Write it on your recovery kit, or keep it where you keep that. On another computer you need both: the passphrase from your head, this from paper.",
  secretHint: "A device where your keys are open shows it again. Never send it to anybody.",
  secretKept: "I have it on paper",
  secretFieldHint: "28 letters and digits; dashes and capitals do not matter.",
  secretSlip: "This is not an account secret as it was shown. Compare it character by character.",
  showSecret: "Account secret",
  byPassphrase: "Use my passphrase",
  byPassphraseBody: "The passphrase you chose, and the account secret that you wrote down with it.",
  kitOfDate: (when: string) => `Recovery kit of ${when}`,
  addedOn: (when: string) => `added ${when}`,
  lastChange: (when: string) => `Last change ${when}`,
  here: "Here",
  remove: "Remove",
  removeOf: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeBody:
    "It no longer opens your keys, and they are made new at once. What you sealed before stays readable to you.",
  reason: "Why?",
  reasons: { lost: "It is lost", stolen: "It was stolen", replaced: "I have another instead" },
  removed: "Removed, and your keys are new",
  tooFew: "This is one of only two ways to open your keys, so it stays until you add another.",

  addDevice: "Add a device",
  addPasskey: "Add a passkey",
  newKit: "New kit",
  newKitTitle: "A new recovery kit",
  newKitWhy:
    "The kit you have stops working when you finish, and your keys are made new. Have a printer, or pen and paper, at hand.",
  newKitStart: "Make a new kit",
  newKitDone: "The new kit counts from now on",

  passkeyBody:
    "Your finger, face or PIN then opens your keys wherever this passkey is, in the same moment as it signs you in. You are asked twice, to compare.",
  passkeyUse: "Use a passkey I sign in with",
  passkeyFirst: "You do not sign in with a passkey yet. Add one under “Signing in” first.",
  passkeyAdded: "The passkey opens your keys too",
  passkeyCannot:
    "This passkey signs you in, but cannot open keys on this device. Keep the kit and another device.",
  passkeyUnsteady:
    "This passkey gave two different answers, so it was not added. Keep the kit and another device.",
  passkeyHas: "This passkey opens your keys already.",

  joinTitle: "Open with another device",
  joinBody:
    "On a phone where your keys are open, scan this. On a computer, open “Your devices and recovery”, choose “Add a device” and type the code.",
  joinQr: "QR code for your other device",
  joinCode: "Code",
  joinWaiting: "Waiting for your other device",
  joinEnded: "Your other device refused, or the ten minutes of this code are over.",
  joinAgain: "Show a new code",
  joinCancel: "Stop waiting",

  approveTitle: "Add a device",
  approveBody:
    "On the new device, sign in and choose “Use another device”. Then type the code that it shows.",
  approveCode: "Code of the new device",
  approveCodeHint: "16 letters and digits",
  approveNone: "No device of yours shows this code. Codes last ten minutes; show a new one there.",
  approveLinkBody: "A new device of yours asks to open your keys.",
  look: "Look for it",
  approveFound: (device: string) => `${device} asks to open your keys.`,
  approveCheck: "Add it only if it is in your hands now and shows this code:",
  approve: "Add this device",
  approved: "Added: it opens your keys now",
  refuse: "Refuse",
  refused: "Refused",
  approveLocked: "Open your keys here first; then this device can add the other.",
  linkEnded: "This link has ended, or its device took the question back.",
  linkWrong:
    "What the server says about that device is not what its code says. It was not added. Show a new code there and type it here; if it happens again, tell the privacy officer.",

  wordsTitle: (name: string) => `Compare words with ${name}`,
  wordsBody: (name: string) =>
    `Call ${name}, or sit together. Both of you open this, and read the words to each other. If they are the same, the keys are theirs.`,
  words: "Words to compare",
  ownWords: "Words of your keys",
  ownWordsBody:
    "An identity officer of your clinic confirms that these keys are yours. When you speak by phone or in person, read them these words; they see the same ones.",
  officerBody: (name: string) =>
    `Call ${name}, or sit together. They find twelve words under “Your devices and recovery”. If they read these to you, the keys are theirs.`,
  wordsSame: "They are the same",
  wordsDiffer: "They differ",
  wordsDifferBody:
    "Do not confirm. Tell the privacy officer of your clinic: somebody else's keys may be shown in place of theirs.",
  wordsVerified: "You compared your words",
  wordsNone: (name: string) => `${name} has no keys yet.`,
  attested: "Confirmed by an identity officer",
  notAttested: "Not confirmed by an identity officer yet",

  wordsRenewed: (name: string) =>
    `${name} has new keys since you compared words; an identity officer and a coordinator closed the ones before. Compare once more.`,
  lostSection: "New keys after losing everything",
  lostSince: (when: string) => `asked on ${when}`,
  lostComparedBy: (name: string) => `${name} compared words`,
  lostForOfficer: "Waits for an identity officer",
  lostForCoordinator: "Waits for a coordinator",
  lostSignTitle: (name: string) => `New keys for ${name}`,
  lostSignBody: (name: string) =>
    `${name} says that everything that opened their keys is lost. Speak with them yourself, by a number you already had or face to face: make sure who they are, and have them read you these words.`,
  lostSignEnds: (name: string) =>
    `The old keys of ${name} end, on every device, and cannot come back. Their conversations open again for the new ones; what was sealed to them alone does not.`,
  lostSignTick: (name: string) => `I spoke with ${name}, know that it is them, and the words are the same`,
  lostSignVerb: "Close the old keys",
  lostSignedNow: "Signed. A coordinator signs next.",
  lostCountersign: "Sign too",
  lostCountersignOf: (name: string) => `Sign for the new keys of ${name}`,
  lostCountersignBody: (officer: string, name: string) =>
    `${officer} compared words with ${name} and signed that the old keys end. It takes two offices, so that nobody can do this alone. Sign if you know of it from ${name} or from ${officer}, and not from this page only.`,
  lostCountersignTick: (name: string) => `I know that ${name} lost everything`,
  lostDone: (name: string) => `${name} has new keys`,
  colleaguesNone: "Nobody waits to be confirmed.",
  since: (when: string) => `keys since ${when}`,
  invited: "came by your clinic's invitation",
  compare: "Compare words",
  compareWith: (name: string) => `Compare words with ${name}`,
  compareNewWith: (name: string) => `Compare words of new keys with ${name}`,
  notOneself: "Another officer confirms you",
  confirm: "Confirm",
  confirmWords: (name: string) => `I compared these words with ${name} by phone or in person`,
  confirmMissing: "Compare the words first, then tick this.",
  confirmed: (name: string) => `${name} is confirmed`,
  offices: { identity: "Identity officer", patients: "Vouching for patients", coordinator: "Coordinator" },
  officeAsk: "Ask for the office",
  officeFirst: "You can confirm people once your office is in force.",
  officeAsked: "Asked. It comes into force when two of the clinic's root keys have signed it.",
  officeHeld: "Your office key is in the clinic's directory. It stays sealed to you.",
  officeWaits: "Waiting",
  officeInForce: "In force",
  moved: "Your keys were changed on another device a moment ago. Look again and try once more.",
};
