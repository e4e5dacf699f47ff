/** Where a message is written: it names the patient, who will read, and what it is about. */
import { Button, Textarea } from "@mantine/core";
import { IconBell, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useState } from "react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { isTouch } from "../../lib/media";
import { shortName } from "../../lib/names";
import type { Urgency } from "../../talk/transport";
import { useDraft } from "../../ui/use-draft";
import { openBody, type Shown } from "./bodies";
import styles from "./composer.module.css";
import { ComposerTools, type Later, type Topic } from "./composer-tools";
import type { Offered } from "./composing";
import type { Kept } from "./kept";
import { mentionedIn } from "./mentions";
import { OpenGaps } from "./open-gaps";
import { Suggestions } from "./suggestions";
import { type Chosen, UrgencyLine } from "./urgency";
import { useWriting } from "./use-writing";

export interface Draft {
  words: string;
  about: string[];
  replyTo: string | null;
  urgency: Urgency | null;
  mentions: string[];
}

interface Props {
  /** Drafts are kept under this name. */
  name: string;
  /** Who it goes to and who reads it, in two voices: strong and quiet. */
  to: string;
  readers: string;
  /** The readers are fewer than one might think: said in colour. */
  guarded?: boolean;
  placeholder: string;
  topics: readonly Topic[];
  about: readonly string[];
  onAbout: (ids: string[]) => void;
  replyTo: Shown | null;
  onReplyCancel: () => void;
  onSend: (draft: Draft) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  large?: boolean | undefined;
  /** Stands there until the first word is typed. */
  note?: ReactNode;
  /** Says who would be told of what cannot wait. */
  whoIsTold: (level: Urgency["priority"]) => ReactNode;
  /** What one can do with it but send it now. */
  later?: ((written: Kept, foot: (later: Later | null) => ReactNode) => ReactNode) | undefined;
  /** Who can be written to by name. */
  people: readonly PersonRef[];
  /** Texts one may write with. */
  offered?: readonly Offered[] | undefined;
}

const text = words.messaging;
export const LONGEST = 8_000;

export function Composer(props: Props) {
  const { topics, about, onAbout, replyTo, field, large } = props;
  const [draft, write, kept] = useDraft(props.name);
  const [fresh, setFresh] = useState(false);
  const [urgent, setUrgent] = useState<Chosen | null>(null);
  const tooLong = draft.length > LONGEST;
  const ready = draft.trim() !== "" && !tooLong && urgent?.cause !== null;

  const writing = useWriting({ field, draft, write, offered: props.offered, people: props.people });
  useShortcuts({ "mod+/": writing.ask }, props.offered !== undefined);

  const send = () => {
    if (!ready || !writing.complete()) return;
    const urgency = urgent?.cause ? { priority: urgent.priority, cause: urgent.cause } : null;
    props.onSend({
      words: draft.trim(),
      about: [...about],
      replyTo: replyTo?.id ?? null,
      urgency,
      mentions: mentionedIn(draft, props.people),
    });
    write("");
    setUrgent(null);
    setFresh(true);
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || writing.takes(event)) return;
    if (event.key === "Escape") event.currentTarget.blur();
    const sends = event.key === "Enter" && !event.shiftKey && (!isTouch() || event.ctrlKey || event.metaKey);
    if (sends) {
      event.preventDefault();
      send();
    }
  };
  const chosen = topics.filter((topic) => about.includes(topic.id));
  const foot = (later: Later | null) => (
    <>
      {later?.set ? (
        <button type="button" className={`${styles.add} ${styles.set}`} onClick={later.ask}>
          <IconBell size={16} aria-hidden="true" />
          {later.label}
        </button>
      ) : null}
      <div className={styles.foot}>
        <ComposerTools
          topics={topics.filter((topic) => !about.includes(topic.id))}
          onTopic={(id) => onAbout([...about, id])}
          onPhrase={props.offered && writing.ask}
          urgent={urgent}
          onUrgent={setUrgent}
          later={later}
          voice={large ? "patient" : "staff"}
        />
        <Button
          type="submit"
          variant="filled"
          color={urgent ? "danger" : "accent"}
          disabled={!ready}
          size={large ? "lg" : "sm"}
        >
          {urgent ? text.urgency.send[urgent.priority] : text.send}
        </Button>
      </div>
    </>
  );

  return (
    <form
      className={styles.composer}
      data-composer
      data-large={large || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {draft === "" ? props.note : null}
      <p className={styles.readers} data-guarded={props.guarded || undefined}>
        <strong>{props.to}</strong> <span>{props.readers}</span>
        {kept && !fresh ? <em className={styles.kept}>{text.draftKept}</em> : null}
      </p>
      {replyTo ? (
        <Picked label={text.replyCancel} onRemove={props.onReplyCancel}>
          {text.replyTo(shortName(replyTo.author.name))}: {openBody(replyTo)}
        </Picked>
      ) : null}
      {urgent ? (
        <UrgencyLine chosen={urgent} onChange={setUrgent} voice={large ? "patient" : "staff"}>
          {props.whoIsTold(urgent.priority)}
        </UrgencyLine>
      ) : null}
      <Suggestions
        list={writing.list}
        label={writing.seeks === "person" ? text.mention : words.phrases.pick}
        said={
          writing.seeks === "person"
            ? text.mentionable(writing.list?.length ?? 0)
            : words.phrases.offered(writing.list?.length ?? 0)
        }
        empty={words.phrases.nothing}
        onPick={writing.pick}
      >
        <Textarea
          ref={field}
          size={large ? "md" : "sm"}
          minRows={2}
          maxRows={8}
          aria-label={`${text.message}. ${props.to}`}
          placeholder={props.placeholder}
          value={draft}
          onChange={(event) => {
            setFresh(true);
            writing.typed();
            write(event.currentTarget.value);
          }}
          onKeyDown={keys}
          {...writing.focus}
          error={tooLong ? text.tooLong(LONGEST) : null}
        />
      </Suggestions>
      <OpenGaps
        gaps={writing.gaps}
        asked={writing.pressed}
        onFill={writing.fill}
        onTakeOut={writing.takeOut}
      />
      {chosen.length > 0 ? (
        <div className={styles.topics}>
          {chosen.map((topic) => (
            <Picked
              key={topic.id}
              label={text.aboutRemove(topic.title)}
              onRemove={() => onAbout(about.filter((id) => id !== topic.id))}
            >
              {text.about(topic.title)}
            </Picked>
          ))}
        </div>
      ) : null}
      {props.later
        ? props.later({ words: draft.trim(), about, replyTo: replyTo?.id ?? null }, foot)
        : foot(null)}
    </form>
  );
}

function Picked({ children, label, onRemove }: { children: ReactNode; label: string; onRemove: () => void }) {
  return (
    <span className={styles.picked}>
      <span>{children}</span>
      <button type="button" aria-label={label} title={label} onClick={onRemove}>
        <IconX size={14} aria-hidden="true" />
      </button>
    </span>
  );
}
