/** How a conversation stands where it is not simply open: for whom one waits, or what is not as it must be. */
import { IconAlertTriangle, IconHourglass } from "@tabler/icons-react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { clock } from "../../lib/dates";
import type { MessageRow } from "../../talk/row";
import type { Snapshot } from "../../talk/talk";
import { EmptyState } from "../../ui/states";
import { StatusLine } from "../../ui/status-line";
import { namesAmong } from "./readers";
import styles from "./talk-note.module.css";

const text = words.messaging;

interface Props {
  snapshot: Snapshot<MessageRow>;
  members: readonly PersonRef[];
}

/** Whether there is anything to read: words that were opened, and verified before. */
export function anyRead({ lines }: Pick<Snapshot<MessageRow>, "lines">): boolean {
  return lines.some(({ is }) => is === "open");
}

/** A line above what can be read. */
export function TalkNote({ snapshot, members }: Props) {
  const { state, alerts } = snapshot;
  const read = anyRead(snapshot) ? text.alertRead : null;
  if (state.is === "waiting") {
    return (
      <StatusLine tone="info" icon={<IconHourglass size={18} aria-hidden="true" />}>
        {text.opensWhen(namesAmong(state.for, members))}
      </StatusLine>
    );
  }
  if (state.is === "alert") {
    return (
      <div className={styles.alert} role="alert">
        <IconAlertTriangle size={20} aria-hidden="true" />
        <div>
          <strong>{text.alertTitle}</strong>
          <p>
            {text.alertWhat[state.what]} {text.alertSince(clock(new Date(state.since)))}{" "}
            {snapshot.told ? words.keys.officerTold : words.keys.officerUntold}
          </p>
          <p>
            {text.alertDo} {read} {text.alertPhone}
          </p>
        </div>
      </div>
    );
  }
  if (alerts.size > 0) {
    return (
      <StatusLine tone="danger" icon={<IconAlertTriangle size={18} aria-hidden="true" />}>
        {text.alertSome} {read} {snapshot.told ? words.keys.officerTold : words.keys.officerUntold}
      </StatusLine>
    );
  }
  return null;
}

/** In the place of messages, as long as none can be read: for whom one waits, and that nothing is lost. */
export function Waiting({ snapshot, members, voice }: Props & { voice: "staff" | "patient" }) {
  const { state, missing } = snapshot;
  if (state.is !== "waiting") return null;
  const { title, body } = text.waitsFor[missing];
  const names = namesAmong(state.for, members);
  return (
    <div className={styles.waiting} role="status">
      <EmptyState icon={<IconHourglass />} title={title(names)}>
        {body} {text.waitsMeanwhile[voice]}
      </EmptyState>
    </div>
  );
}
