/** Words for the privacy officer: what was found not to be as it was signed, what that means, and what to do. */

interface Explained {
  /** What was found, as a line of a list. */
  title: string;
  means: string;
}

const keys = "Their client used nothing of it: nothing was opened or sealed with these keys.";
const stops = "Nothing can be written in this conversation by whoever sees it, until it is settled.";
const stays = "What they see is what was written; it is known that something is missing or was put in.";

export const alerts = {
  title: "Integrity alerts",
  note: "What somebody's device found not to be as it was signed. They are yours until you close them.",
  question: "Is everything as it was signed?",
  number: (n: number) => (n === 0 ? "No open alert" : n === 1 ? "1 open alert" : `${n} open alerts`),
  waits: (n: number) =>
    n === 1
      ? "An integrity alert waits for you: what a device was served is not what was signed."
      : `${n} integrity alerts wait for you: what devices were served is not what was signed.`,
  look: "Look at them",
  back: "Integrity alerts",
  views: { open: "Open", closed: "Closed" },
  viewLabel: "Which alerts",
  none: "No alert is open",
  noneBody: "When somebody's device finds that something is not as it was signed, it stands here by itself.",
  noneClosed: "No alert was closed yet",
  noneClosedBody: "What came of each alert stands here once it is closed.",
  states: { open: "Open", looking: "Being looked into", closed: "Closed" },
  inTalk: (patient: string) => `In a conversation about ${patient}`,
  inKeysOf: (name: string) => `In the keys of ${name}`,
  inOwnKeys: "In their own keys, or in the clinic's directory",
  foundBy: (name: string) => `found by the device of ${name}`,
  facts: {
    who: "Who saw it",
    device: "On",
    since: "Since",
    where: "Where",
    entry: "At entry",
    message: "At message",
    handled: "Looks into it",
    closed: "Closed",
    outcome: "What came of it",
  },
  noDevice: "a program of the clinic's",
  means: "What it means",
  todo: "What to do",
  steps: [
    "Ask who saw it what their page says, by phone or in person. Others who read the same may have seen it too.",
    "Look at the trail beside this: is there an act that explains it, such as a copy of the database that was put back?",
    "Have whoever runs the server execute “careteam verify” and keep what it says. It names what was changed, and since when.",
    "If nothing explains it, somebody may have changed what is served. Treat it as a security incident of the clinic.",
  ],
  take: "Look into it",
  taken: "You look into it now",
  close: {
    title: "Close this alert",
    outcome: "What came of it?",
    missingOutcome: "Choose what came of it.",
    words: "What you found",
    hint: "Kept beside the alert for whoever looks after you. No content of conversations.",
    missing: "Say what you found.",
    button: "Close the alert",
    done: "The alert is closed",
  },
  outcomes: {
    tampering: "Somebody changed it",
    restored: "An older state was put back",
    fault: "A fault of the program",
    mistaken: "Nothing was wrong",
  },
  outcomeNotes: {
    tampering: "What was served had been changed, withheld or put in by somebody.",
    restored: "A backup or a copy was served for a while; what is served now is right.",
    fault: "The server or a client did wrong; it is repaired, or known.",
    mistaken: "It could be explained, and everything is as it was signed.",
  },
  trail: "In the trail",
  trailNote: "What was done about this alert, and in the 30 days before it to what it is about.",
  what: {
    directory: {
      title: "The clinic's directory is not as it was signed",
      means: `The list of who may vouch for keys was served with an entry that the clinic's root keys did not sign, or is older than this device had seen it. ${keys}`,
    },
    chain: {
      title: "Somebody's keys are not as they were signed",
      means:
        "The record of a person's keys does not hold, or is another one than before. Somebody may have tried to read in their place. Nothing was sealed for these keys.",
    },
    "rolled-back": {
      title: "Their own keys went back to an older state",
      means: `The server served an older record of their keys than this device had seen. A device that they removed could count again in it. ${keys}`,
    },
    pins: {
      title: "Their own list of whom they trust is missing or exchanged",
      means: `What they had sealed to themselves about whom they trust was not served, or is not theirs. ${keys}`,
    },
    person: {
      title: "Somebody else's keys went back, or are others",
      means:
        "The record of a colleague's or patient's keys does not follow upon what this device had seen. Somebody may have tried to read in their place. Nothing was sealed for these keys.",
    },
    log: {
      title: "The list of who can read a conversation is not as it was signed",
      means: `The record of who can read this conversation has an entry that nobody may have written, or is shorter than this device had seen it: somebody may have been let in, or a removal undone. ${stops}`,
    },
    grant: {
      title: "A key to a conversation is missing or wrong",
      means: `The key that this person was given for the conversation does not open it, or is not the one that everybody has. ${stops}`,
    },
    escrow: {
      title: "The records officers' share of a key is wrong",
      means: `What was put aside for the records officers belongs to another key than the conversation's. ${stops}`,
    },
    history: {
      title: "An earlier part of a conversation does not open",
      means: `The link from the conversation's key to the one before does not hold: earlier messages may have been exchanged. ${stops}`,
    },
    message: {
      title: "A message is not what its sender signed",
      means: `A message was served that nobody in the conversation could have sent, or that was changed on its way. It is not shown. ${stays}`,
    },
    order: {
      title: "Messages are missing, or out of their order",
      means: `Messages that their senders counted are not there, or come in another order than they were sent. ${stays}`,
    },
    digest: {
      title: "A closed period holds other messages than when it was closed",
      means: `The members sealed which messages a period held, and others are served now. ${stays}`,
    },
  } satisfies Record<string, Explained>,
};
