/** A message that is still on its way, at the end of the list. */
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import type { PersonLike } from "../../lib/roles";
import { useSession } from "../../live/session";
import { DEFAULT_CRISIS } from "../../ui/crisis-lines";
import { Avatar, RoleWord } from "../../ui/person";
import { Clock } from "../../ui/time";
import message from "./message.module.css";
import type { Outgoing } from "./outbox";
import styles from "./outgoing.module.css";
import { namesAmong } from "./readers";
import { UrgencyChip } from "./urgency";

const text = words.messaging;

function waitingWords({ waitsFor }: Outgoing, members: readonly PersonRef[]): string {
  if (waitsFor === undefined || waitsFor === "line") return text.willSend;
  return waitsFor === "keys" ? text.goesOutUnlocked : text.goesOutWhen(namesAmong(waitsFor, members));
}

/** Its alarm is out; and whom a patient can call meanwhile. */
function Alarmed({ voice }: { voice: "staff" | "patient" }) {
  const { emergency, lifeline } = useSession().clinic.crisis ?? DEFAULT_CRISIS;
  return (
    <p className={styles.alarmed} role="status">
      {words.alarms.wordless.sent[voice]}{" "}
      {voice === "patient" ? <strong>{text.urgency.danger(emergency, lifeline)}</strong> : null}
    </p>
  );
}

export function OutgoingLine({
  item,
  me,
  members,
  voice,
  onGiveUp,
}: {
  item: Outgoing;
  me: PersonLike;
  members: readonly PersonRef[];
  voice: "staff" | "patient";
  onGiveUp: (item: Outgoing, edit: boolean) => void;
}) {
  const refused = item.state === "refused";
  return (
    <li className={message.message} data-head data-mine>
      <Avatar person={me} />
      <div className={message.content}>
        <p className={message.head}>
          <span className={message.author}>{text.you}</span>
          <RoleWord role={me.role} />
          <Clock at={item.writtenAt} />
          {item.urgency ? <UrgencyChip priority={item.urgency.priority} voice={voice} /> : null}
        </p>
        <p className={message.body}>{item.words}</p>
        <p className={styles.state} data-refused={refused || undefined} role={refused ? "alert" : undefined}>
          {refused ? (
            <IconAlertTriangle size={15} aria-hidden="true" />
          ) : (
            <IconClock size={15} aria-hidden="true" />
          )}
          <span>
            {refused
              ? `${text.notSent}. ${item.problem ?? ""} `
              : item.state === "waiting"
                ? waitingWords(item, members)
                : text.sending}
            {refused ? (
              <>
                <button type="button" onClick={() => onGiveUp(item, true)}>
                  {text.again}
                </button>{" "}
                <button type="button" onClick={() => onGiveUp(item, false)}>
                  {text.discard}
                </button>
              </>
            ) : null}
          </span>
        </p>
        {item.alarmed ? <Alarmed voice={voice} /> : null}
      </div>
    </li>
  );
}
