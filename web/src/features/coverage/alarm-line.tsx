/** Under a message that cannot wait, for those who treat: who was told, who has it in hand, what came of it. */
import { Button } from "@mantine/core";
import type { AlarmDetail } from "../../client/types";
import { words } from "../../i18n";
import { ago } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import styles from "./alarm.module.css";
import { mayAcknowledge, owesOutcome } from "./alarm-acts";
import { nextOf } from "./alarm-words";
import type { AlarmActs } from "./use-alarms";

const text = words.alarms;

export function AlarmLine({ alarm, me, acts }: { alarm: AlarmDetail; me: string; acts: AlarmActs }) {
  const now = useNow();
  const named = ({ id, name }: { id: string; name: string }) => (id === me ? text.you : shortName(name));
  const { told, acknowledged_by: taker, acknowledged_at, lapsed, closed_at, closed_by, outcome } = alarm;
  const open = closed_at === null;
  return (
    <div className={styles.line} data-open={open ? (taker && !lapsed ? "taken" : "waits") : undefined}>
      <span>
        {told.length > 0 ? `${text.toldNames(words.common.andMore(told.map(named)))} ` : null}
        {taker && acknowledged_at && !lapsed
          ? `${text.takenBy(named(taker), ago(new Date(acknowledged_at), now))} `
          : null}
        {outcome && closed_by ? text.closedAs(text.outcomes[outcome], named(closed_by)) : null}
        {open && (taker === null || lapsed || taker.id === me) ? nextOf(alarm, me, now) : null}
      </span>
      {mayAcknowledge(alarm) ? (
        <span>
          <Button size="compact-sm" loading={acts.busy} onClick={() => acts.acknowledge(alarm)}>
            {text.acknowledge}
          </Button>
        </span>
      ) : owesOutcome(alarm, me) ? (
        <span>
          <Button size="compact-sm" loading={acts.busy} onClick={() => acts.record(alarm)}>
            {text.record}
          </Button>
        </span>
      ) : null}
    </div>
  );
}
