/** By which channels I am told of what, when not, and when once a day. */
import { Button, Checkbox, Select, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Choices as Chosen, NoticeChannel, Notifications } from "../../client/types";
import { words } from "../../i18n";
import cards from "../../ui/card-rows.module.css";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useSetNotifications } from "./commands";
import styles from "./notifications.module.css";

const text = words.notifications;
const CHANNELS = ["push", "mail", "sms"] as const;
const LEVELS = ["routine", "urgent"] as const;
/** What most people call night, and when they read their letters. */
const NIGHT = { quiet_begins: "21:00", quiet_ends: "07:00" };
const MORNING = "08:00";

export function Choices({ own, staff }: { own: Notifications; staff: boolean }) {
  const [chosen, setChosen] = useState<Chosen>(own.choices);
  const [tried, setTried] = useState(false);
  const set = useSetNotifications();
  const tell = useTell();
  const change = (part: Partial<Chosen>) => setChosen((before) => ({ ...before, ...part }));
  const bySms = chosen.routine.includes("sms") || chosen.urgent.includes("sms");
  const wrong =
    (chosen.quiet_begins !== null && chosen.quiet_begins === chosen.quiet_ends) || (bySms && !chosen.phone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong) set.mutate(chosen, { onSuccess: () => tell({ text: text.saved }) });
  };
  const part = { own, chosen, change, tried };
  return (
    <form className={cards.section} onSubmit={submit} aria-labelledby="how">
      <header className={cards.head}>
        <h2 id="how">{text.how}</h2>
      </header>
      {LEVELS.map((level) => (
        <Level key={level} {...part} level={level} />
      ))}
      {bySms ? (
        <div className={cards.row}>
          <TextInput
            type="tel"
            autoComplete="tel"
            className={styles.wide}
            label={text.phone}
            value={chosen.phone ?? ""}
            onChange={(event) => change({ phone: event.currentTarget.value.trim() || null })}
            error={tried && !chosen.phone && text.phoneMissing}
          />
        </div>
      ) : null}
      <QuietHours {...part} staff={staff} />
      {chosen.routine.includes("mail") ? <Digest {...part} /> : null}
      <div className={styles.foot}>
        <FormError error={set.error} />
        <Button type="submit" variant="filled" className={styles.start} loading={set.isPending}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  own: Notifications;
  chosen: Chosen;
  change: (part: Partial<Chosen>) => void;
  tried: boolean;
}

function Level({ own, chosen, change, level }: PartProps & { level: (typeof LEVELS)[number] }) {
  const toggle = (channel: NoticeChannel, on: boolean) =>
    change({ [level]: CHANNELS.filter((one) => (one === channel ? on : chosen[level].includes(one))) });
  return (
    <fieldset className={styles.level}>
      <legend>
        <strong>{text.level[level]}</strong>
        <span>{text.levelNote[level]}</span>
      </legend>
      <span className={styles.channels}>
        {CHANNELS.filter((one) => one !== "sms" || own.connected.includes("sms")).map((channel) => (
          <Checkbox
            key={channel}
            label={text.channels[channel]}
            description={own.connected.includes(channel) ? undefined : text.notConnected}
            checked={chosen[level].includes(channel)}
            onChange={(event) => toggle(channel, event.currentTarget.checked)}
          />
        ))}
      </span>
    </fieldset>
  );
}

function QuietHours({ own, chosen, change, tried, staff }: PartProps & { staff: boolean }) {
  const on = chosen.quiet_begins !== null;
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const same = on && chosen.quiet_begins === chosen.quiet_ends;
  return (
    <div className={styles.part}>
      <Switch
        size="md"
        label={text.quiet}
        description={text.quietNote}
        checked={on}
        onChange={(event) =>
          change(
            event.currentTarget.checked
              ? { ...NIGHT, zone: chosen.zone ?? mine }
              : { quiet_begins: null, quiet_ends: null },
          )
        }
      />
      {on ? (
        <>
          <div className={styles.times}>
            <Time
              label={text.quietFrom}
              value={chosen.quiet_begins}
              onChange={(at) => change({ quiet_begins: at })}
              error={tried && same && text.sameTimes}
            />
            <Time
              label={text.quietUntil}
              value={chosen.quiet_ends}
              onChange={(at) => change({ quiet_ends: at })}
            />
            <Clock own={own} chosen={chosen} change={change} mine={mine} />
          </div>
          <Switch
            size="md"
            label={text.urgentInQuiet}
            description={staff ? text.dutyNote : undefined}
            checked={chosen.urgent_in_quiet}
            onChange={(event) => change({ urgent_in_quiet: event.currentTarget.checked })}
          />
        </>
      ) : null}
    </div>
  );
}

type ClockProps = Pick<PartProps, "own" | "chosen" | "change"> & { mine: string };

/** Mine, the clinic's, and one that was chosen in another place. */
function Clock({ own, chosen, change, mine }: ClockProps) {
  const zones = [...new Set([mine, chosen.zone ?? mine])];
  return (
    <Select
      label={text.clock}
      className={styles.zone}
      data={[
        ...zones.map((zone) => ({ value: zone, label: text.ownClock(zone) })),
        { value: "", label: text.clinicClock(own.clinic_zone) },
      ]}
      value={chosen.zone ?? ""}
      onChange={(zone) => change({ zone: zone || null })}
    />
  );
}

function Digest({ chosen, change }: PartProps) {
  const on = chosen.digest !== null;
  return (
    <div className={styles.part}>
      <Switch
        size="md"
        label={text.digest}
        description={text.digestNote}
        checked={on}
        onChange={(event) => change({ digest: event.currentTarget.checked ? MORNING : null })}
      />
      {on ? (
        <div className={styles.times}>
          <Time label={text.digestAt} value={chosen.digest} onChange={(at) => change({ digest: at })} />
        </div>
      ) : null}
    </div>
  );
}

interface TimeProps {
  label: string;
  value: string | null;
  onChange: (at: string) => void;
  error?: string | false;
}

function Time({ label, value, onChange, error }: TimeProps) {
  return (
    <TextInput
      type="time"
      required
      withAsterisk={false}
      label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
