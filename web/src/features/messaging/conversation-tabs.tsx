/** The conversations of a plan as tabs, with what is unread in each. */
import { IconPlus } from "@tabler/icons-react";
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { Count } from "../../ui/chip";
import { IconButton } from "../../ui/icon-button";
import { Tabs } from "../../ui/tabs";
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
      <Tabs
        label={text.conversations}
        present={present}
        onOpen={onOpen}
        tabs={conversations.map(({ id, title, unread }) => ({
          id,
          label: (
            <>
              {title}
              <Count value={unread} label={words.plans.waits(unread)} strong />
            </>
          ),
        }))}
      />
      {onNew ? (
        <IconButton label={text.newConversation} onClick={onNew}>
          <IconPlus size={20} stroke={1.7} />
        </IconButton>
      ) : null}
    </div>
  );
}
