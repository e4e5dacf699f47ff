/** Does what staff do about who looks after a conversation, asks what some of it needs, and tells how it went. */
import { Select, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { Problem } from "../../lib/problem";
import { ConfirmDialog } from "../../ui/confirm";
import { failureWords } from "../../ui/failure-words";
import { useTell } from "../../ui/notices";
import { roleWord } from "../../ui/person";
import { type CareAct, heirsOf, mayCare } from "./care-acts";
import styles from "./care-line.module.css";
import { Remind, Rename } from "./coming-back";
import { type CareCommand, useCareCommand } from "./commands";

const text = words.messaging.care;

function claimantOf({ extra }: Problem): string | null {
  const person = extra.claimed_by;
  return typeof person === "object" && person !== null && "name" in person ? String(person.name) : null;
}

/** Which conversation, and how one names it. */
type About = Pick<ConversationSummary, "id" | "plan_id" | "title" | "patient_name">;
type Asking =
  | { act: "hand-over" | "close" | "rename"; about: ConversationSummary }
  | { act: "remind"; about: About; set: boolean };

export interface Care {
  /** Does it, or asks first; nothing where one may not. */
  begin: (about: ConversationSummary, act: CareAct) => void;
  /** Claims one of which nothing but its row is known. */
  claim: (about: About) => void;
  /** Asks when to come back to one; `set`: there is a time already. */
  remind: (about: About, set: boolean) => void;
  /** Takes its reminder away. */
  forget: (about: About) => void;
  busy: boolean;
  /** To be rendered where it is used. */
  dialog: ReactNode;
}

export function useCare(): Care {
  const command = useCareCommand();
  const tell = useTell();
  const [asking, setAsking] = useState<Asking | null>(null);
  const run = (about: About, does: CareCommand["does"]) =>
    command.mutate(
      { plan_id: about.plan_id, conversation_id: about.id, does },
      {
        onSuccess: () => {
          setAsking(null);
          const undo = { label: text.acts.reopen, act: () => run(about, { act: "reopen" }) };
          tell({
            text: does.act === "remind" && does.at === null ? text.forgotten : text.done[does.act],
            detail: words.messaging.of(about.title, about.patient_name),
            ...(does.act === "close" ? { action: undo } : {}),
          });
        },
        onError: (error) => {
          const winner = error instanceof Problem && error.status === 409 ? claimantOf(error) : null;
          if (winner) tell({ text: text.taken(winner), detail: text.takenDetail, tone: "warn" });
          else if (!asking) tell({ text: text.refused, detail: failureWords(error), tone: "warn" });
        },
      },
    );
  const ask = (what: Asking) => {
    command.reset();
    setAsking(what);
  };
  const begin = (about: ConversationSummary, act: CareAct) => {
    if (!mayCare(about, act)) return;
    if (act === "remind") ask({ act, about, set: about.remind_at !== null });
    else if (act === "hand-over" || act === "close" || act === "rename") ask({ act, about });
    else run(about, { act });
  };
  const shared = { busy: command.isPending, error: command.error, onClose: () => setAsking(null) };
  return {
    begin,
    claim: (about) => run(about, { act: "claim" }),
    remind: (about, set) => ask({ act: "remind", about, set }),
    forget: (about) => run(about, { act: "remind", at: null }),
    busy: command.isPending,
    dialog: asking ? <Ask asking={asking} shared={shared} run={run} /> : null,
  };
}

interface Shared {
  busy: boolean;
  error: unknown;
  onClose: () => void;
}

interface AskingProps {
  asking: Asking;
  shared: Shared;
  run: (about: About, does: CareCommand["does"]) => void;
}

function Ask({ asking, shared, run }: AskingProps) {
  const { act, about } = asking;
  switch (act) {
    case "hand-over":
      return (
        <HandOver
          {...shared}
          about={about}
          onDone={(person_id, why) => run(about, { act, person_id, why })}
        />
      );
    case "close":
      return <Close {...shared} about={about} onDone={(outcome) => run(about, { act, outcome })} />;
    case "rename":
      return <Rename {...shared} title={about.title} onDone={(title) => run(about, { act, title })} />;
    case "remind":
      return (
        <Remind
          {...shared}
          title={text.remindTitle(about.patient_name)}
          hint={text.remindHint}
          set={asking.set}
          onDone={(at) => run(about, { act, at })}
        />
      );
  }
}

interface AskProps extends Shared {
  about: ConversationSummary;
}

function HandOver({
  about,
  onDone,
  ...shared
}: AskProps & { onDone: (to: string, why: string | null) => void }) {
  const heirs = heirsOf(about);
  const [to, setTo] = useState(heirs.length === 1 ? (heirs[0]?.id ?? null) : null);
  const [why, setWhy] = useState("");
  const heir = heirs.find(({ id }) => id === to);
  return (
    <ConfirmDialog
      {...shared}
      opened
      title={text.handOverTitle(about.patient_name)}
      verb={heir ? text.handOverTo(shortName(heir.name)) : text.acts["hand-over"]}
      disabled={to === null}
      onConfirm={() => to && onDone(to, why.trim() || null)}
    >
      <div className={styles.fields}>
        <Select
          data-autofocus
          label={text.to}
          value={to}
          onChange={setTo}
          data={heirs.map(({ id, name, role }) => ({
            value: id,
            label: [name, roleWord(role)].filter(Boolean).join(", "),
          }))}
        />
        <Textarea
          label={text.why}
          description={text.whyNote}
          maxLength={300}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  );
}

function Close({ about, onDone, ...shared }: AskProps & { onDone: (outcome: string | null) => void }) {
  const [outcome, setOutcome] = useState("");
  return (
    <ConfirmDialog
      {...shared}
      opened
      title={text.closeTitle(about.patient_name)}
      verb={text.acts.close}
      onConfirm={() => onDone(outcome.trim() || null)}
    >
      <p>{about.waiting_since ? text.closeWaiting(about.patient_name) : text.closeBody}</p>
      <Textarea
        data-autofocus
        label={text.outcome}
        description={text.outcomeNote(about.members.some(({ role }) => role === "patient"))}
        maxLength={300}
        value={outcome}
        onChange={(event) => setOutcome(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
