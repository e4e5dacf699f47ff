/** A finding as a form, with the reason for which it is noted or changed. */
import { Button, Modal, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { type FormEvent, useState } from "react";
import type { AssessmentFinding, FindingBody } from "../../client/types";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useAddFinding, useChangeFinding, useEndFinding } from "./commands";
import { blank, FIELDS, type Field, isForStaff, isWhole, type Value, type Values } from "./fields";
import styles from "./forms.module.css";
import { type FindingKind, nameOf } from "./words";

const text = words.assessment;

interface Props {
  planId: string;
  kind: FindingKind;
  /** What is changed; without it, something is noted anew. */
  finding: AssessmentFinding | null;
  onClose: () => void;
}

export function FindingDialog(props: Props) {
  const { kind, finding, onClose } = props;
  const title = finding ? text.change(nameOf(finding.body)) : text.kinds[kind];
  return (
    <Modal opened onClose={onClose} title={title} size={560}>
      <Form {...props} />
    </Modal>
  );
}

function Form({ planId, kind, finding, onClose }: Props) {
  const [values, setValues] = useState<Values>({ ...(finding?.body ?? blank(kind)) });
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const add = useAddFinding();
  const change = useChangeFinding();
  const end = useEndFinding();
  const tell = useTell();
  const forStaff = isForStaff(kind, values);
  const noReason = reason.trim() === "";
  // Who reads it is settled once it is noted.
  const fields = FIELDS[kind].filter(({ name }) => !finding || name !== "staff_only");

  const done = (said: string) => ({
    onSuccess: () => {
      tell({ text: said, detail: String(values.name ?? text.stage.basis) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (noReason || !isWhole(kind, values)) return;
    const noted = {
      plan_id: planId,
      finding: { ...values } as unknown as FindingBody,
      reason: reason.trim(),
    };
    if (finding) change.mutate({ ...noted, finding_id: finding.id }, done(text.saved));
    else add.mutate(noted, done(text.saved));
  };
  const finish = () => {
    setTried(true);
    if (finding && !noReason)
      end.mutate({ plan_id: planId, finding_id: finding.id, reason: reason.trim() }, done(text.ended));
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <p className={styles.lead}>{forStaff ? text.staffReads : text.patientReads}</p>
      <div className={styles.fields}>
        {fields.map((field) => (
          <Input
            key={field.name}
            field={field}
            value={values[field.name] ?? null}
            missing={tried && field.needed === true && (values[field.name] ?? "") === ""}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
      </div>
      <Textarea
        label={finding ? text.reasonChange : text.reason}
        description={forStaff ? undefined : text.reasonPlain}
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && noReason && text.reasonMissing}
      />
      <FormError error={add.error ?? change.error ?? end.error} />
      <DialogFooter>
        {finding && !isTakenBack(finding.body) ? (
          <Button
            variant="subtle"
            color="gray"
            className={styles.aside}
            loading={end.isPending}
            onClick={finish}
          >
            {kind === "consent" ? text.endConsent : text.end}
          </Button>
        ) : null}
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={add.isPending || change.isPending}>
          {text.save}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** It stays, so that everybody sees it. */
function isTakenBack(body: FindingBody): boolean {
  return body.kind === "consent" && body.status === "withdrawn";
}

const JUDGED = [
  { value: "true", label: text.yes },
  { value: "false", label: text.no },
  { value: "", label: text.notKnown },
];

interface InputProps {
  field: Field;
  value: Value;
  missing: boolean;
  onChange: (value: Value) => void;
}

function Input({ field, value, missing, onChange }: InputProps) {
  const label = field.label ?? text.fields[field.name];
  const error = missing && words.common.required(label);
  switch (field.as) {
    case "line":
      return (
        <TextInput
          label={label}
          maxLength={200}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.currentTarget.value || (field.needed ? "" : null))}
          error={error}
        />
      );
    case "words":
      return (
        <Textarea
          className={styles.wide}
          label={label}
          autosize
          minRows={2}
          maxLength={1000}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case "number":
      return (
        <NumberInput
          label={label}
          min={0}
          max={1000}
          allowDecimal={false}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(typeof next === "number" ? next : null)}
          error={error}
        />
      );
    case "day":
      return (
        <DatePickerInput
          label={label}
          clearable
          weekendDays={[]}
          {...(field.past ? { maxDate: isoDate(new Date()) } : {})}
          value={typeof value === "string" && value !== "" ? value : null}
          onChange={onChange}
          error={error}
        />
      );
    case "choice":
    case "judged":
      return (
        <Select
          label={label}
          data={[...(field.options ?? JUDGED)]}
          value={value === null ? "" : String(value)}
          allowDeselect={false}
          onChange={(next) => onChange(chosen(next))}
        />
      );
  }
}

/** Yes and no are kept as such. */
function chosen(value: string | null): Value {
  if (value === "true" || value === "false") return value === "true";
  return value || null;
}
