/** Planning a shift, changing one, calling one off. */
import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PersonRef, PlannedShift } from "../../client/types";
import { useCancelShift, useChangeShift, usePlanShift } from "../../features/coverage/commands";
import { PersonPicker } from "../../features/teams/person-picker";
import { words } from "../../i18n";
import { CARE_ROLES, type Role } from "../../lib/roles";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useFollowDuty } from "./ahead";
import styles from "./page.module.css";

const text = words.coverage.shift;
const ROLES = [...CARE_ROLES, "supervisor"] as const;
const NOBODY: ReadonlySet<string> = new Set();

function roleOf(word: string | null, otherwise: (typeof ROLES)[number]) {
  return ROLES.find((one) => one === word) ?? otherwise;
}

/** What is to be planned: a shift that is there, or a role and perhaps a time. */
export interface Planning {
  role: Role;
  shift?: PlannedShift;
  begins?: string;
  ends?: string;
}

export function ShiftDialog({ planning, onClose }: { planning: Planning; onClose: () => void }) {
  const { shift } = planning;
  const [role, setRole] = useState(roleOf(planning.role, ROLES[0]));
  const [person, setPerson] = useState<PersonRef | null>(shift?.person ?? null);
  const [begins, setBegins] = useState(shift?.begins ?? planning.begins ?? "");
  const [ends, setEnds] = useState(shift?.ends ?? planning.ends ?? "");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const plan = usePlanShift();
  const change = useChangeShift();
  const cancel = useCancelShift();
  const tell = useTell();
  const running = shift !== undefined && new Date(shift.begins_at) <= new Date();
  const follow = useFollowDuty();
  const done =
    (words: (name: string) => string, { id, name }: PersonRef) =>
    () => {
      follow(id);
      tell({ text: words(name) });
      onClose();
    };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!person || !begins || !(begins < ends)) return;
    const times = { person_id: person.id, begins, ends };
    if (!shift) plan.mutate({ ...times, role }, { onSuccess: done(text.planned, person) });
    else if (reason.trim()) {
      const body = { ...times, shift_id: shift.id, reason: reason.trim() };
      change.mutate(body, { onSuccess: done(text.changed, person) });
    }
  };
  const callOff = () => {
    setTried(true);
    if (!shift || !reason.trim()) return;
    const body = { shift_id: shift.id, reason: reason.trim() };
    cancel.mutate(body, { onSuccess: done(text.cancelled, shift.person) });
  };

  return (
    <Modal opened onClose={onClose} title={shift ? text.change : text.plan} size={480}>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.pair}>
          <Select
            label={text.role}
            disabled={shift !== undefined}
            data={ROLES.map((value) => ({ value, label: words.people.role[value] }))}
            value={role}
            onChange={(value) => {
              setRole(roleOf(value, role));
              setPerson(null);
            }}
          />
          <PersonPicker
            key={role}
            label={text.person}
            role={role}
            value={person}
            without={NOBODY}
            disabled={running}
            onPick={setPerson}
            error={tried && !person && text.missing}
          />
          <TextInput
            type="datetime-local"
            label={text.begins}
            required
            disabled={running}
            value={begins}
            onChange={(event) => setBegins(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            label={text.ends}
            required
            value={ends}
            onChange={(event) => setEnds(event.currentTarget.value)}
            error={tried && ends <= begins && text.times}
          />
        </div>
        <p className={styles.note}>{running ? text.running : text.hint}</p>
        {shift ? (
          <Textarea
            label={text.reason}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={tried && !reason.trim() && text.reasonMissing}
          />
        ) : null}
        <FormError error={plan.error ?? change.error ?? cancel.error} />
        <DialogFooter>
          {shift ? (
            <Button color="danger" variant="subtle" loading={cancel.isPending} onClick={callOff}>
              {running ? text.endNow : text.cancel}
            </Button>
          ) : null}
          <Button type="submit" variant="filled" loading={plan.isPending || change.isPending}>
            {shift ? text.save : text.submit}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}
