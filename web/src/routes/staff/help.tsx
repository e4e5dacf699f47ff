/** Every shortcut of the staff pages, as "?" lists them. */
import { words } from "../../i18n";
import { type KeyGroup, ShortcutHelp } from "../../ui/help";

const { keys, sections } = words.shell;

const GROUPS: readonly KeyGroup[] = [
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
    ],
  },
];

export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return <ShortcutHelp groups={GROUPS} opened={opened} onClose={onClose} />;
}
