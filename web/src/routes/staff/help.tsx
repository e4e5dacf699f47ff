/** Every shortcut of the staff pages, as "?" lists them. */
import type { SessionInfo } from "../../client/types";
import { words } from "../../i18n";
import { useSession } from "../../live/session";
import { type KeyGroup, ShortcutHelp } from "../../ui/help";
import { oversees, treats } from "./nav";

const { keys, sections } = words.shell;

const CARE: KeyGroup["keys"] = [
  { keys: ["g", "t"], does: keys.goToday },
  { keys: ["g", "i"], does: keys.goInbox },
  { keys: ["g", "p"], does: keys.goPatients },
  { keys: ["g", "a"], does: keys.goTasks },
];

function anywhere(session: SessionInfo): KeyGroup {
  return {
    title: sections.anywhere,
    keys: [
      { keys: ["Ctrl K"], does: keys.jump },
      { keys: ["?"], does: keys.help },
      ...(treats(session) ? CARE : []),
      ...(oversees(session) ? [{ keys: ["g", "o"], does: keys.goOversight }] : []),
      { keys: ["Esc"], does: keys.leave },
    ],
  };
}

/** For whoever runs or oversees the clinic and treats nobody. */
const RUNNING: readonly KeyGroup[] = [
  {
    title: sections.lists,
    keys: [
      { keys: ["j"], does: keys.next },
      { keys: ["k"], does: keys.previous },
      { keys: ["Enter"], does: keys.open },
      { keys: ["/"], does: keys.search },
      { keys: ["n"], does: keys.newOne },
    ],
  },
];

const TREATING: readonly KeyGroup[] = [
  {
    title: sections.lists,
    keys: [
      { keys: ["j"], does: keys.next },
      { keys: ["k"], does: keys.previous },
      { keys: ["Enter"], does: keys.open },
      { keys: ["/"], does: keys.search },
      { keys: ["a"], does: keys.acknowledge },
      { keys: ["c"], does: keys.claim },
      { keys: ["h"], does: keys.handOver },
      { keys: ["e"], does: keys.done },
      { keys: ["s"], does: keys.later },
      { keys: ["n"], does: keys.newTask },
    ],
  },
  {
    title: sections.conversation,
    keys: [
      { keys: ["j", "k"], does: keys.nextMessage },
      { keys: ["t"], does: keys.task },
      { keys: ["r"], does: keys.reply },
      { keys: ["m"], does: keys.write },
      { keys: ["Ctrl /"], does: keys.quickReply },
      { keys: ["Enter"], does: keys.send },
      { keys: ["Shift", "Enter"], does: keys.newLine },
      { keys: ["Alt", "↓"], does: keys.nextConversation },
    ],
  },
];

export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const session = useSession();
  const groups = [anywhere(session), ...(treats(session) ? TREATING : RUNNING)];
  return <ShortcutHelp groups={groups} opened={opened} onClose={onClose} />;
}
