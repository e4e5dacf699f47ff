/** Giving a piece of the library to the patient: which, how often, until when, for which goal. */

import { Button, Modal, Select, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Goal, Library } from "../../client/types";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import { failed } from "../../lib/problem";
import { DialogFooter } from "../../ui/confirm";
import { GoalSelect } from "../../ui/goal-select";
import { useTell } from "../../ui/notices";
import { ErrorState, FormError, RowsSkeleton } from "../../ui/states";
import { useGiveExercise } from "./commands";
import styles from "./give-exercise.module.css";
import { libraryQuery } from "./queries";

const text = words.library.staff;
const ONCE = "once";

interface Props {
  planId: string;
  patient: string;
  goals: readonly Pick<Goal, "id" | "words">[];
  onClose: () => void;
}

export function GiveExercise(props: Props) {
  const query = useQuery(libraryQuery);
  return (
    <Modal opened onClose={props.onClose} title={text.title(props.patient)} size={520}>
      {query.isPending ? <RowsSkeleton rows={3} /> : null}
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Form library={query.data} {...props} /> : null}
    </Modal>
  );
}

function Form({ library, planId, patient, goals, onClose }: Props & { library: Library }) {
  const today = isoDate(new Date());
  const [id, setId] = useState(library.pieces[0]?.id ?? "");
  const [every, setEvery] = useState("1");
  const [first, setFirst] = useState<string | null>(today);
  const [until, setUntil] = useState<string | null>(null);
  const [goal, setGoal] = useState("");
  const [note, setNote] = useState("");
  const give = useGiveExercise();
  const tell = useTell();
  const piece = library.pieces.find((one) => one.id === id);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!piece || !first) return;
    give.mutate(
      {
        plan_id: planId,
        piece: piece.id,
        first,
        every_days: every === ONCE ? null : Number(every),
        until,
        goal_id: goal || null,
        note: note.trim() || null,
      },
      {
        onSuccess: () => {
          tell({ text: text.saved, detail: piece.title });
          onClose();
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <Select
        label={text.which}
        data-autofocus
        allowDeselect={false}
        data={library.pieces.map((one) => ({ value: one.id, label: one.title }))}
        value={id}
        onChange={(value) => setId(value ?? id)}
        description={piece ? `${piece.about} ${words.library.minutes(piece.minutes)}.` : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
      />
      <div className={styles.when}>
        <Select
          label={text.how}
          allowDeselect={false}
          data={Object.entries(text.rhythms)
            .map(([value, label]) => ({ value, label }))
            .concat({ value: ONCE, label: text.once })}
          value={every}
          onChange={(value) => setEvery(value ?? every)}
        />
        <DatePickerInput
          label={text.first}
          minDate={today}
          weekendDays={[]}
          value={first}
          onChange={setFirst}
        />
        <DatePickerInput
          label={text.until}
          clearable
          minDate={first ?? today}
          weekendDays={[]}
          value={until}
          onChange={setUntil}
        />
      </div>
      <GoalSelect label={text.goal} none={text.noGoal} goals={goals} value={goal} onChange={setGoal} />
      <Textarea
        label={text.note}
        description={text.noteHint(patient)}
        maxLength={1000}
        autosize
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {library.status === "draft" ? <p className={styles.draft}>{text.unsigned}</p> : null}
      <FormError error={give.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={give.isPending} disabled={!piece || !first}>
          {text.save}
        </Button>
      </DialogFooter>
    </form>
  );
}
