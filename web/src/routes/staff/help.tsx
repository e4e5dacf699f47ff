/** Every shortcut of the staff pages, as "?" lists them. */
import { words } from "../../i18n";
import { CARE_ROLES } from "../../lib/roles";
import { useSession } from "../../live/session";
import { type KeyGroup, ShortcutHelp } from "../../ui/help";

const { keys, sections } = words.shell;

/** For whoever runs the clinic and treats nobody. */
const RUNNING: readonly KeyGroup[] = [
  {
    title: sections.anywhere,
    keys: [
      { keys: ["Ctrl K"], does: keys.jump },
      { keys: ["?"], does: keys.help },
      { keys: ["Esc"], does: keys.leave },
    ],
  },
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
    title: sections.anywhere,
    keys: [
      { keys: ["Ctrl K"], does: keys.jump },
      { keys: ["?"], does: keys.help },
      { keys: ["g", "t"], does: keys.goToday },
      { keys: ["g", "i"], does: keys.goInbox },
      { keys: ["g", "p"], does: keys.goPatients },
      { keys: ["g", "a"], does: keys.goTasks },
      { keys: ["Esc"], does: keys.leave },
    ],
  },
  {
    title: sections.lists,
    keys: [
      { keys: ["j"], does: keys.next },
      { keys: ["k"], does: keys.previous },
      { keys: ["Enter"], does: keys.open },
      { keys: ["/"], does: keys.search },
      { keys: ["c"], does: keys.claim },
      { keys: ["e"], does: keys.done },
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
      { keys: ["Enter"], does: keys.send },
      { keys: ["Shift", "Enter"], does: keys.newLine },
      { keys: ["Alt", "↓"], does: keys.nextConversation },
    ],
  },
];

export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const treats = useSession().roles.some((role) => (CARE_ROLES as readonly string[]).includes(role));
  return <ShortcutHelp groups={treats ? TREATING : RUNNING} opened={opened} onClose={onClose} />;
}
