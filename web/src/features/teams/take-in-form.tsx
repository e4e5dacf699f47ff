/** Taking in a patient: who they are, what their plan is for, who treats them. What is typed outlives a reload. */
import { Autocomplete, Button, Select, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import { Problem } from "../../lib/problem";
import { useSession } from "../../live/session";
import { ConfirmDialog } from "../../ui/confirm";
import { isEmail } from "../../ui/contact-fields";
import { Card } from "../../ui/page";
import { FormError } from "../../ui/states";
import { useDraft } from "../../ui/use-draft";
import { useOpenPlan } from "./commands";
import forms from "./forms.module.css";
import { candidatesQuery } from "./queries";
import styles from "./take-in-form.module.css";
import { draftOf, isPastDay, PHASES, readDraftOf, type TakingIn } from "./taking-in";
import { TeamPicker } from "./team-picker";

const text = words.teams.takeIn;

interface Mistakes {
  name: string | false;
  email: string | false;
  birthDate: string | false;
  title: string | false;
}

function mistakesOf(form: TakingIn): Mistakes {
  const birthDate = form.birthDate !== "" && !isPastDay(form.birthDate, isoDate(new Date()));
  return {
    name: form.name.trim() === "" && text.nameMissing,
    email: form.email.trim() !== "" && !isEmail(form.email) && text.emailWrong,
    birthDate: birthDate && text.birthDateWrong,
    title: form.title.trim() === "" && text.planTitleMissing,
  };
}

export function TakeInForm({ onTakenIn }: { onTakenIn: (planId: string, name: string) => void }) {
  const [draft, write] = useDraft("take-in");
  const [tried, setTried] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const open = useOpenPlan();
  const form = readDraftOf(draft);
  const set = (change: Partial<TakingIn>) => write(draftOf({ ...form, ...change }));
  const mistakes = mistakesOf(form);
  const wrong = Object.values(mistakes).some(Boolean);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (wrong) {
      const first = (Object.keys(mistakes) as (keyof Mistakes)[]).find((name) => mistakes[name]);
      event.currentTarget.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    open.mutate(form, {
      onSuccess: ({ id }) => {
        const name = form.name.trim();
        write("");
        onTakenIn(id, name);
      },
    });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <PatientPart form={form} set={set} mistakes={tried ? mistakes : null} error={open.error} />
      <PlanPart form={form} set={set} mistakes={tried ? mistakes : null} />
      <Part title={text.team} note={text.teamHint}>
        <TeamPicker team={form.team} onChange={(team) => set({ team })} />
      </Part>
      <footer className={styles.footer}>
        <div className={styles.wide}>
          <FormError error={open.error} />
        </div>
        <Button type="submit" variant="filled" loading={open.isPending}>
          {text.submit(form.name.trim())}
        </Button>
        {draft ? (
          <>
            <Button variant="subtle" color="gray" onClick={() => setDiscarding(true)}>
              {text.discard}
            </Button>
            <p className={forms.note}>{text.kept}</p>
          </>
        ) : null}
      </footer>
      <ConfirmDialog
        opened={discarding}
        title={text.discardTitle}
        verb={text.discard}
        danger
        onClose={() => setDiscarding(false)}
        onConfirm={() => {
          write("");
          setTried(false);
          setDiscarding(false);
        }}
      >
        {text.discardBody}
      </ConfirmDialog>
    </form>
  );
}

interface PartProps {
  form: TakingIn;
  set: (change: Partial<TakingIn>) => void;
  mistakes: Mistakes | null;
}

function PatientPart({ form, set, mistakes, error }: PartProps & { error: unknown }) {
  const { sends_mail } = useSession().clinic;
  const taken = error instanceof Problem && error.slug === "address-taken";
  return (
    <Part title={text.patient}>
      <TextInput
        name="name"
        label={text.name}
        autoFocus
        autoComplete="off"
        maxLength={300}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={mistakes?.name}
      />
      <Namesake name={form.name} />
      <TextInput
        name="email"
        type="email"
        label={optional(text.email)}
        description={sends_mail ? text.emailMailed : text.emailByHand}
        autoComplete="off"
        maxLength={254}
        value={form.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
        error={mistakes?.email || taken}
      />
      <div className={styles.facts}>
        <TextInput
          name="birthDate"
          type="date"
          label={optional(text.birthDate)}
          max={isoDate(new Date())}
          value={form.birthDate}
          onChange={(event) => set({ birthDate: event.currentTarget.value })}
          error={mistakes?.birthDate}
        />
        <Autocomplete
          label={optional(text.pronouns)}
          maxLength={40}
          data={text.pronounsOffered}
          value={form.pronouns}
          onChange={(pronouns) => set({ pronouns })}
        />
        <TextInput
          type="tel"
          label={optional(text.phone)}
          autoComplete="off"
          maxLength={40}
          value={form.phone}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
        <TextInput
          label={optional(text.identifier)}
          autoComplete="off"
          maxLength={80}
          value={form.identifier}
          onChange={(event) => set({ identifier: event.currentTarget.value })}
        />
      </div>
    </Part>
  );
}

/** Says when somebody of this name is a patient already: one person must not have two records by mistake. */
function Namesake({ name }: { name: string }) {
  const [wanted] = useDebouncedValue(name.trim(), 300);
  const found = useQuery({ ...candidatesQuery("patient", wanted), enabled: wanted.length > 2 });
  const same = found.data?.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  return (
    <p className={styles.namesake} role="status">
      {same ? text.namesake(same.name) : null}
    </p>
  );
}

function PlanPart({ form, set, mistakes }: PartProps) {
  return (
    <Part title={text.plan}>
      <TextInput
        name="title"
        label={text.planTitle}
        description={text.planTitleHint}
        autoComplete="off"
        maxLength={300}
        value={form.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        error={mistakes?.title}
      />
      <Textarea
        label={optional(text.summary)}
        maxLength={4000}
        value={form.summary}
        onChange={(event) => set({ summary: event.currentTarget.value })}
      />
      <Select
        className={styles.phase}
        label={text.phase}
        data={PHASES.map((value) => ({ value, label: words.plans.phase[value] }))}
        value={form.phase}
        onChange={(value) => set({ phase: PHASES.find((one) => one === value) ?? form.phase })}
      />
    </Part>
  );
}

function optional(label: string): string {
  return `${label} (${words.common.optional})`;
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <Card padded label={title}>
      <div className={forms.form}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          {note ? <p className={forms.note}>{note}</p> : null}
        </div>
        {children}
      </div>
    </Card>
  );
}
