/** How a conversation stands where it is not simply open: for whom one waits, or what is not as it must be. */
import { IconAlertTriangle, IconHourglass } from "@tabler/icons-react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import type { MessageRow } from "../../talk/row";
import type { Snapshot } from "../../talk/talk";
import { StatusLine } from "../../ui/status-line";

const text = words.messaging;

/** The people of these ids, as one calls them; whoever is not here by now has no name. */
export function namesOf(ids: readonly string[], members: readonly PersonRef[]): string[] {
  return members.filter(({ id }) => ids.includes(id)).map(({ name }) => shortName(name));
}

export function TalkNote({
  snapshot,
  members,
}: {
  snapshot: Snapshot<MessageRow>;
  members: readonly PersonRef[];
}) {
  const { state, alerts } = snapshot;
  if (state.is === "waiting") {
    return (
      <StatusLine tone="info" icon={<IconHourglass size={18} aria-hidden="true" />}>
        {text.opensWhen(namesOf(state.for, members))}
      </StatusLine>
    );
  }
  if (state.is === "alert" || alerts.size > 0) {
    return (
      <StatusLine tone="danger" icon={<IconAlertTriangle size={18} aria-hidden="true" />}>
        {state.is === "alert" ? text.alertAll : text.alertSome}{" "}
        {snapshot.told ? words.keys.officerTold : words.keys.officerUntold}
      </StatusLine>
    );
  }
  return null;
}
