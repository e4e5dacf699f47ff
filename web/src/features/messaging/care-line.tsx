/** Above a conversation: who owes the next word, who looks after it, and what one may do about it. */
import { Button, Menu } from "@mantine/core";
import { IconBell, IconDots } from "@tabler/icons-react";
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useNearTime } from "../../lib/now";
import { Chip, type Tone } from "../../ui/chip";
import { IconButton } from "../../ui/icon-button";
import { Kbd } from "../../ui/kbd";
import { TimeAgo } from "../../ui/time";
import { type CareAct, careActsOf } from "./care-acts";
import styles from "./care-line.module.css";
import type { Care } from "./use-care";

const text = words.messaging.care;

const TONES: Readonly<Record<ConversationSummary["state"], Tone>> = {
  open: "neutral",
  "waiting-for-patient": "neutral",
  "waiting-for-us": "warn",
  closed: "neutral",
};
/** The keys of the inbox; elsewhere these letters mean something else. */
export const CARE_KEYS: Readonly<Partial<Record<CareAct, string>>> = {
  claim: "c",
  "hand-over": "h",
  close: "e",
  remind: "s",
};

interface Props {
  conversation: ConversationSummary;
  me: string;
  care: Care;
  /** The letters work on this page. */
  keys?: boolean;
}

export function CareLine({ conversation, me, care, keys = false }: Props) {
  const { next, others } = careActsOf(conversation);
  const begin = (act: CareAct) => care.begin(conversation, act);
  const keyOf = (act: CareAct) => (keys ? CARE_KEYS[act] : undefined);
  return (
    <section className={styles.line} aria-label={text.label}>
      <Chip tone={TONES[conversation.state]}>{text.states[conversation.state]}</Chip>
      <Whose conversation={conversation} me={me} />
      {conversation.remind_at ? <ComesBack at={conversation.remind_at} /> : null}
      {next ? (
        <Button size="compact-sm" loading={care.busy} onClick={() => begin(next)}>
          {text.acts[next]}
        </Button>
      ) : null}
      {others.length > 0 ? (
        <Menu width={220} position="bottom-end">
          <Menu.Target>
            <IconButton label={text.more} size={28}>
              <IconDots size={18} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((act) => {
              const key = keyOf(act);
              return (
                <Menu.Item
                  key={act}
                  rightSection={key ? <Kbd>{key}</Kbd> : undefined}
                  onClick={() => begin(act)}
                >
                  {text.acts[act]}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </section>
  );
}

/** When one wanted to be reminded of it. */
function ComesBack({ at }: { at: string }) {
  const until = useNearTime();
  return (
    <span className={styles.reminder}>
      <Chip icon={<IconBell size={14} aria-hidden="true" />}>{text.reminder(until(at))}</Chip>
    </span>
  );
}

/** Who looks after it and with which word they got it; of a closed one, who closed it and what came of it. */
function Whose({ conversation, me }: Pick<Props, "conversation" | "me">) {
  const { state, owner, owner_word, closed_at, closed_by, outcome } = conversation;
  if (state === "closed" && closed_at) {
    const who = closed_by?.id === me ? words.messaging.you : shortName(closed_by?.name ?? "");
    return (
      <>
        <p className={styles.whose}>
          {text.closedBy(who)} <TimeAgo at={closed_at} />
        </p>
        {outcome ? <p className={styles.word}>“{outcome}”</p> : null}
      </>
    );
  }
  return (
    <>
      <p className={styles.whose}>
        {owner === null ? text.nobody : owner.id === me ? text.yours : text.theirs(owner.name)}
      </p>
      {owner_word ? <p className={styles.word}>“{owner_word}”</p> : null}
    </>
  );
}
