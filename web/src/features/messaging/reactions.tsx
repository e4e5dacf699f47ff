/** What others put under a message, and a few ways to do so; nobody but the members sees it. */
import { Menu } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { useMyId } from "../../live/session";
import type { MessageRow } from "../../talk/row";
import type { Talk } from "../../talk/talk";
import { IconButton } from "../../ui/icon-button";
import { useTalkAct } from "./acts";
import type { Shown } from "./bodies";
import styles from "./reactions.module.css";
import { namesAmong } from "./readers";

const text = words.messaging;
const CHOICE = ["👍", "❤️", "🙏", "✅", "👀"];

interface Props {
  message: Shown;
  talk: Talk<MessageRow> | null;
}

const isMine = ({ reactions }: Shown, emoji: string, me: string) =>
  reactions.some((one) => one.emoji === emoji && one.people.includes(me));

export function Reactions({ message, talk, members }: Props & { members: readonly PersonRef[] }) {
  const me = useMyId();
  const act = useTalkAct(talk);
  if (message.reactions.length === 0) return null;
  return (
    <div className={styles.reactions}>
      {message.reactions.map(({ emoji, people }) => {
        const mine = people.includes(me);
        return (
          <button
            key={emoji}
            type="button"
            className={styles.reaction}
            aria-pressed={mine}
            aria-label={text.reacted(emoji, words.common.andMore(namesAmong(people, members)))}
            title={words.common.andMore(namesAmong(people, members))}
            disabled={talk === null || act.isPending}
            onClick={(event) => {
              event.stopPropagation();
              act.mutate((open) => open.react(message.id, emoji, !mine));
            }}
          >
            <span aria-hidden="true">{emoji}</span> {people.length}
          </button>
        );
      })}
    </div>
  );
}

/** The button in a message's toolbar. */
export function ReactMenu({ message, talk }: Props) {
  const me = useMyId();
  const act = useTalkAct(talk);
  return (
    <Menu position="top-end" shadow="none">
      <Menu.Target>
        <IconButton label={text.react} size={28} tabIndex={-1} loading={act.isPending}>
          <IconMoodSmile size={18} stroke={1.7} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown className={styles.choice}>
        {CHOICE.map((emoji) => (
          <Menu.Item
            key={emoji}
            aria-label={text.reactWith(emoji)}
            onClick={() => act.mutate((open) => open.react(message.id, emoji, !isMine(message, emoji, me)))}
          >
            {emoji}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
