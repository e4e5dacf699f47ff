/** The conversations of a plan as tabs, with what is unread in each. */
import { IconPlus } from "@tabler/icons-react";
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { Count } from "../../ui/chip";
import { IconButton } from "../../ui/icon-button";
import tabs from "../../ui/tabs.module.css";
import styles from "./conversation-tabs.module.css";

const text = words.messaging;

interface Props {
  conversations: readonly ConversationSummary[];
  present: string | null;
  onOpen: (id: string) => void;
  onNew?: (() => void) | undefined;
}

export function ConversationTabs({ conversations, present, onOpen, onNew }: Props) {
  return (
    <div className={styles.bar}>
      <div className={tabs.tabs} role="tablist" aria-label={text.conversations} data-scrolls>
        {conversations.map((conversation) => (
          <button
            key={conversation.id}
            type="button"
            role="tab"
            aria-selected={conversation.id === present}
            className={tabs.tab}
            onClick={() => onOpen(conversation.id)}
          >
            {conversation.title}
            <Count value={conversation.unread} label={words.plans.waits(conversation.unread)} strong />
          </button>
        ))}
      </div>
      {onNew ? (
        <IconButton label={text.newConversation} onClick={onNew}>
          <IconPlus size={20} stroke={1.7} />
        </IconButton>
      ) : null}
    </div>
  );
}
