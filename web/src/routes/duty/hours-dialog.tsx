/** Setting when the clinic works: the weekdays, one span of hours for all of them, and the days it is closed. */
import { Button, Chip, Group, Input, Modal, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { WorkingHours } from "../../client/types";
import { useSetHours } from "../../features/coverage/commands";
import { words } from "../../i18n";
import { dateOf, fullDate, isoDate, weekdayName } from "../../lib/dates";
import { DialogFooter } from "../../ui/confirm";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import styles from "./page.module.css";

const text = words.coverage.hours;
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
const USUAL = { weekdays: [1, 2, 3, 4, 5], opens: 9 * 60, closes: 17 * 60 };

/** Minutes after midnight as a field of time has them; midnight at the end of the day is its last minute there. */
function field(minutes: number): string {
  const shown = Math.min(minutes, 24 * 60 - 1);
  return [Math.floor(shown / 60), shown % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function minutes(value: string): number {
  const [hour = 0, minute = 0] = value.split(":").map(Number);
  const of = hour * 60 + minute;
  return of === 24 * 60 - 1 ? of + 1 : of;
}

export function HoursDialog({ hours, onClose }: { hours: WorkingHours; onClose: () => void }) {
  const before = hours.weekdays.length > 0 ? hours : USUAL;
  const [days, setDays] = useState(before.weekdays.map(String));
  const [opens, setOpens] = useState(field(before.opens));
  const [closes, setCloses] = useState(field(before.closes));
  const [closed, setClosed] = useState(hours.closed_days);
  const [day, setDay] = useState("");
  const [tried, setTried] = useState(false);
  const save = useSetHours();
  const tell = useTell();
  const none = days.length === 0;
  const wrong = !opens || !closes || opens >= closes;
  const add = () => {
    if (day) setClosed([...new Set([...closed, day])].sort());
    setDay("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (none || wrong) return;
    const all = day ? [...new Set([...closed, day])].sort() : closed;
    const body = {
      weekdays: days.map(Number).sort(),
      opens: minutes(opens),
      closes: minutes(closes),
      closed_days: all,
    };
    save.mutate(body, {
      onSuccess: () => {
        tell({ text: text.saved });
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={text.title} size={480}>
      <form className={styles.form} onSubmit={submit}>
        <Input.Wrapper label={text.days} labelElement="div" error={tried && none && text.pick}>
          <Chip.Group multiple value={days} onChange={setDays}>
            <Group gap={6} role="group" aria-label={text.days}>
              {WEEK.map((of) => (
                <Chip key={of} value={String(of)} variant="outline">
                  {weekdayName(of, "short")}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Input.Wrapper>
        <div className={styles.pair}>
          <TextInput
            type="time"
            label={text.opens}
            required
            value={opens}
            onChange={(event) => setOpens(event.currentTarget.value)}
          />
          <TextInput
            type="time"
            label={text.closes}
            required
            value={closes}
            onChange={(event) => setCloses(event.currentTarget.value)}
            error={tried && wrong && text.times}
          />
        </div>
        <div className={styles.adding}>
          <TextInput
            type="date"
            label={text.add}
            min={isoDate(new Date())}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button disabled={!day} onClick={add}>
            {text.addDay}
          </Button>
        </div>
        {closed.length > 0 ? (
          <ul className={styles.closed} aria-label={text.closed}>
            {closed.map((one) => (
              <li key={one}>
                {fullDate(dateOf(one))}
                <IconButton
                  label={text.remove(fullDate(dateOf(one)))}
                  onClick={() => setClosed(closed.filter((other) => other !== one))}
                >
                  <IconX size={16} />
                </IconButton>
              </li>
            ))}
          </ul>
        ) : null}
        <FormError error={save.error} />
        <DialogFooter>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {text.save}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}
