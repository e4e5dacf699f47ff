/** The list of keyboard shortcuts, behind "?". */
import { Modal } from "@mantine/core";
import { words } from "../i18n";
import styles from "./help.module.css";
import { Kbd } from "./kbd";

export interface KeyGroup {
  title: string;
  keys: readonly { keys: readonly string[]; does: string }[];
}

export function ShortcutHelp({
  groups,
  opened,
  onClose,
}: {
  groups: readonly KeyGroup[];
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.shell.help} size={640}>
      <p className={styles.intro}>{words.shell.helpIntro}</p>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className={styles.title}>{group.title}</h3>
            <dl className={styles.list}>
              {group.keys.map((line) => (
                <div key={line.does} className={styles.line}>
                  <dt>{line.does}</dt>
                  <dd>
                    {line.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
