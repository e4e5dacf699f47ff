/** What one can do with a message besides writing and sending it, in one row: what does not fit is behind "More". */
import { Menu, Tooltip } from "@mantine/core";
import { IconBell, IconDots, IconMessage2Bolt, IconTargetArrow } from "@tabler/icons-react";
import { words } from "../../i18n";
import styles from "./composer.module.css";
import { type Chosen, PriorityMenu } from "./urgency";

export interface Topic {
  id: string;
  kind: "goal" | "item";
  title: string;
}

/** Sending it another time: what that is called now, and whether a time is set. */
export interface Later {
  label: string;
  set: boolean;
  ask: () => void;
}

interface Props {
  /** What it can be about. */
  topics: readonly Topic[];
  onTopic: (id: string) => void;
  /** Offers the texts one may write with. */
  onPhrase: (() => void) | undefined;
  urgent: Chosen | null;
  onUrgent: (chosen: Chosen | null) => void;
  later: Later | null;
  voice: "staff" | "patient";
}

const text = words.messaging;

export function ComposerTools({ topics, onTopic, onPhrase, urgent, onUrgent, later, voice }: Props) {
  return (
    <div className={styles.tools}>
      <TopicMenu topics={topics} onTopic={onTopic} />
      {onPhrase ? (
        <Tooltip label={`${words.phrases.pick}. ${words.phrases.pickHint}`}>
          <button type="button" className={styles.add} aria-label={words.phrases.pick} onClick={onPhrase}>
            <IconMessage2Bolt size={18} aria-hidden="true" />
          </button>
        </Tooltip>
      ) : null}
      <PriorityMenu chosen={urgent} onChange={onUrgent} voice={voice} />
      {later !== null && !later.set ? (
        <Menu position="top-end">
          <Menu.Target>
            <button
              type="button"
              className={styles.add}
              aria-label={words.common.more}
              title={words.common.more}
            >
              <IconDots size={18} aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconBell size={16} aria-hidden="true" />} onClick={later.ask}>
              {later.label}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </div>
  );
}

function TopicMenu({ topics, onTopic }: Pick<Props, "topics" | "onTopic">) {
  if (topics.length === 0) return null;
  const section = (kind: Topic["kind"], title: string) => {
    const some = topics.filter((topic) => topic.kind === kind);
    if (some.length === 0) return null;
    return (
      <>
        <Menu.Label>{title}</Menu.Label>
        {some.map((topic) => (
          <Menu.Item key={topic.id} onClick={() => onTopic(topic.id)}>
            {topic.title}
          </Menu.Item>
        ))}
      </>
    );
  };
  return (
    <Menu position="top-start" width={320}>
      <Menu.Target>
        <button type="button" className={styles.add} title={text.aboutPick}>
          <IconTargetArrow size={16} aria-hidden="true" />
          {text.aboutShort}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        {section("goal", text.aboutGoals)}
        {section("item", text.aboutItems)}
      </Menu.Dropdown>
    </Menu>
  );
}
