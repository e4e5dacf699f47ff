/** Whether I am available: busy or away, until when, and who covers. */
import { Button, Modal, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Availability } from "../../client/types";
import { words } from "../../i18n";
import { DAY, HOUR, isoDate } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useNearTime } from "../../lib/now";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { roleWord } from "../../ui/person";
import { ErrorState, FormError, RowsSkeleton } from "../../ui/states";
import styles from "./availability.module.css";
import { useEndAbsence, useSetAvailability } from "./commands";
import { availabilityQuery } from "./queries";

const text = words.coverage.own;
const KINDS = ["available", "busy", "away"] as const;
type Kind = (typeof KINDS)[number];

export function AvailabilityDialog({ onClose }: { onClose: () => void }) {
  const known = useQuery(availabilityQuery);
  return (
    <Modal opened onClose={onClose} title={text.title} size={480}>
      {known.data ? (
        <Form known={known.data} onClose={onClose} />
      ) : known.isError ? (
        <ErrorState error={known.error} retry={() => void known.refetch()} />
      ) : (
        <RowsSkeleton rows={3} />
      )}
    </Modal>
  );
}

/** As a field for date and hour has it, in the zone of whoever types. */
function typed(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${isoDate(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What people mostly mean: half an hour when busy, until the next morning when away. */
function likely(kind: Kind): string {
  const now = new Date();
  if (kind === "busy") return typed(new Date(now.getTime() + HOUR / 2));
  const morning = new Date(now.getTime() + DAY);
  morning.setHours(8, 0, 0, 0);
  return typed(morning);
}

function Form({ known, onClose }: { known: Availability; onClose: () => void }) {
  const { mine, covering, colleagues } = known;
  const [kind, setKind] = useState<Kind>(mine?.kind ?? "available");
  const [until, setUntil] = useState(mine ? typed(new Date(mine.until)) : "");
  const [cover, setCover] = useState<string | null>(mine?.cover?.id ?? null);
  const [tried, setTried] = useState(false);
  const set = useSetAvailability();
  const end = useEndAbsence();
  const tell = useTell();
  const when = useNearTime();
  const past = kind !== "available" && !(new Date(until) > new Date());
  const done = (words: string) => () => {
    tell({ text: words });
    onClose();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (past) return;
    if (kind !== "available") {
      const body = { kind, until: new Date(until).toISOString(), cover_id: kind === "away" ? cover : null };
      set.mutate(body, { onSuccess: done(text.told[kind]) });
    } else if (mine) end.mutate({}, { onSuccess: done(text.back) });
    else onClose();
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <SegmentedControl
        fullWidth
        aria-label={text.title}
        data={KINDS.map((value) => ({ value, label: text.kinds[value] }))}
        value={kind}
        onChange={(value) => {
          const chosen = KINDS.find((one) => one === value) ?? kind;
          setKind(chosen);
          if (chosen !== mine?.kind) setUntil(likely(chosen));
        }}
      />
      <p className={styles.hint}>{text.hints[kind]}</p>
      {kind === "available" ? null : (
        <TextInput
          type="datetime-local"
          label={text.until}
          required
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={tried && past && text.past}
        />
      )}
      {kind === "away" ? (
        <Select
          label={text.cover}
          description={text.coverHint}
          searchable
          clearable
          placeholder={text.nobody}
          nothingFoundMessage={text.nobodyLike}
          data={colleagues.map(({ id, name, role }) => ({ value: id, label: `${name}, ${roleWord(role)}` }))}
          value={cover}
          onChange={setCover}
        />
      ) : null}
      {covering.map(({ person, until: ends }) => (
        <p key={person.id} className={styles.covering}>
          {text.covering(shortName(person.name), when(ends))}
        </p>
      ))}
      <FormError error={set.error ?? end.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={set.isPending || end.isPending}>
          {text.save}
        </Button>
      </DialogFooter>
    </form>
  );
}
