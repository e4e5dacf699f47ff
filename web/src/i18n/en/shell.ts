/** The frame around staff pages: rail, bars, jump, help, idle. */

export const shell = {
  skip: "Skip to the page",
  main: "Main",
  today: "Today",
  inbox: "Inbox",
  patients: "Patients",
  tasks: "Tasks",
  oversight: "Oversight",
  people: "People",
  coordination: "Care teams",
  find: "Find a patient or page",
  jumpTitle: "Jump to",
  jumpPlaceholder: "Patient or page",
  jumpPages: "Pages",
  jumpPatients: "Patients",
  jumpNothing: (query: string) => `Nothing here is called “${query}”.`,
  jumpHint: "↑ ↓ to choose, Enter to open, Esc to close",
  help: "Keyboard shortcuts",
  helpIntro: "Single letters work while no text field has the focus.",
  account: (name: string) => `Account of ${name}`,
  signOut: "Sign out",
  signOutEverywhere: "Sign out everywhere",
  signOutEverywhereBody: "Every phone and computer on which you are signed in is signed out, this one too.",
  draftsTitle: "Discard what you did not send?",
  draftsBody: (n: number) =>
    n === 1
      ? "One thing you started to write is not sent. Signing out deletes it from this computer."
      : `${n} things you started to write are not sent. Signing out deletes them from this computer.`,
  draftsConfirm: "Sign out and discard",
  synthetic: "Synthetic clinic. Every person here is invented.",
  offline: "You are offline. What you see may be old; what you write is kept and goes out later.",
  offlineTitle: "You are offline",
  offlineBody:
    "Plans and messages are not kept on this device, so that nobody else can read them here. They show again when you are back online.",
  unsentKept: (n: number) =>
    n === 1
      ? "1 message you wrote is not sent yet. It is kept here and goes out when you are back online."
      : `${n} messages you wrote are not sent yet. They are kept here and go out when you are back online.`,
  draftsKept: (n: number) =>
    n === 1 ? "1 text you started is kept here for you." : `${n} texts you started are kept here for you.`,
  newVersion: "A new version is here. What you wrote is kept.",
  newVersionUse: "Load it",
  reconnecting: "Reconnecting…",
  connecting: "Connecting…",
  unread: (n: number) => (n === 1 ? "1 waits" : `${n} wait`),
  idleTitle: "Are you still there?",
  idleBody: (left: string) =>
    `You will be signed out in ${left} to protect your patients. What you wrote stays on this computer for you.`,
  idleBodyOwn: (left: string) =>
    `You will be signed out in ${left}, so that nobody else can read here. What you wrote is kept for you.`,
  idleStay: "Stay signed in",
  sections: { anywhere: "Anywhere", lists: "In lists", today: "Today", conversation: "In a conversation" },
  keys: {
    jump: "Jump to a patient or page",
    help: "Show this list",
    goToday: "Go to Today",
    goInbox: "Go to Inbox",
    goPatients: "Go to Patients",
    goTasks: "Go to Tasks",
    next: "Next row",
    previous: "Previous row",
    open: "Open the row",
    search: "Search this list",
    claim: "Claim the task",
    done: "Mark the task done",
    send: "Send",
    newLine: "New line",
    task: "Make a task of the message",
    write: "Write a message",
    leave: "Leave the text field",
    nextMessage: "Next or previous message",
    reply: "Reply to the message",
    newTask: "New task",
    newOne: "Invite a person, take in a patient",
    nextConversation: "Next conversation",
  },
};
