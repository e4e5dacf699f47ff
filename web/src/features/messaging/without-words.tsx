/** Where nothing can be sealed and it cannot wait: the alarm goes out without a message. */
import { Button, Radio, Select } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { AlarmDetail, ConversationDetail } from "../../client/types";
import { words } from "../../i18n";
import { ago } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import { useMyId, useSession } from "../../live/session";
import type { Urgency } from "../../talk/transport";
import { DEFAULT_CRISIS } from "../../ui/crisis-lines";
import { FormError } from "../../ui/states";
import { useRaiseAlarm } from "./commands";
import type { Topic } from "./composer-tools";
import type { Note } from "./thread";
import { CAUSES, PRIORITIES } from "./urgency";
import { WhoIsTold } from "./who-is-told";
import styles from "./without-words.module.css";

const text = words.alarms.wordless;
const urgency = words.messaging.urgency;

interface Props {
  planId: string;
  conversation: Pick<ConversationDetail, "id" | "alarms" | "may">;
  topics: readonly Topic[];
  voice: "staff" | "patient";
  /** What was raised so stands in a list beside it already. */
  listed?: boolean;
}

/** Stands in the place of the composer. What was raised so and is not over is said above. */
export function WithoutWords({ planId, conversation, topics, voice, listed = false }: Props) {
  const [asking, setAsking] = useState(false);
  const open = conversation.alarms.filter(isWordless).filter(({ closed_at }) => closed_at === null);
  if (!conversation.may.includes("alarm.raise")) return null;
  const said = text[voice];
  return (
    <section className={styles.panel} aria-label={said.title}>
      <div className={styles.raised} role="status">
        {(listed ? [] : open).map((alarm) => (
          <p key={alarm.id}>
            <WordlessLine alarm={alarm} />
          </p>
        ))}
      </div>
      {asking ? (
        <Ask
          planId={planId}
          conversationId={conversation.id}
          topics={topics}
          voice={voice}
          onClose={() => setAsking(false)}
        />
      ) : (
        <div className={styles.offer}>
          {voice === "patient" && open.length > 0 ? <Danger /> : <p>{said.offer}</p>}
          <Button size={sizeOf(voice)} color="danger" variant="light" onClick={() => setAsking(true)}>
            {said.title}
          </Button>
        </div>
      )}
    </section>
  );
}

function Danger() {
  const { emergency, lifeline } = useSession().clinic.crisis ?? DEFAULT_CRISIS;
  return <p className={styles.danger}>{urgency.danger(emergency, lifeline)}</p>;
}

function sizeOf(voice: Props["voice"]) {
  return voice === "patient" ? "lg" : "sm";
}

function isWordless({ subject_kind }: Pick<AlarmDetail, "subject_kind">): boolean {
  return subject_kind === "wordless";
}

/** Those whose words are not here, among the messages of their time; `under` says more of how it stands. */
export function wordlessNotes(
  alarms: readonly AlarmDetail[],
  here: ReadonlySet<string>,
  under: ((alarm: AlarmDetail) => ReactNode) | undefined,
): Note[] {
  return alarms
    .filter((alarm) => isWordless(alarm) && !here.has(alarm.subject_id))
    .map((alarm) => {
      const more = under?.(alarm);
      return {
        key: alarm.id,
        at: alarm.raised_at,
        content: (
          <div className={styles.note}>
            <WordlessLine alarm={alarm} brief={Boolean(more)} />
            {more}
          </div>
        ),
      };
    });
}

/** Who raised an alarm without a message, why, about what, and (unless `brief`) who has it in hand. */
function WordlessLine({ alarm, brief = false }: { alarm: AlarmDetail; brief?: boolean }) {
  const me = useMyId();
  const now = useNow();
  const { raised_by, raised_at, cause, about, told, acknowledged_by: taker, lapsed, outcome } = alarm;
  const name = (person: { id: string; name: string }) =>
    person.id === me ? words.common.you : shortName(person.name);
  const handledBy = (person: { id: string; name: string }) =>
    person.id === me ? text.inHand : text.handling(shortName(person.name));
  return (
    <>
      <strong>{text.raised(name(raised_by), ago(new Date(raised_at), now))}</strong>{" "}
      {cause && cause !== "overdue" ? `${urgency.causes[cause]}. ` : null}
      {about ? `${words.messaging.about(about)}. ` : null}
      {brief
        ? null
        : outcome
          ? `${words.alarms.outcomes[outcome]}.`
          : taker && !lapsed
            ? handledBy(taker)
            : told.length > 0
              ? words.alarms.toldNames(words.common.andMore(told.map(name)))
              : words.alarms.nobodyReached}
    </>
  );
}

interface AskProps extends Omit<Props, "conversation" | "listed"> {
  conversationId: string;
  onClose: () => void;
}

function Ask({ planId, conversationId, topics, voice, onClose }: AskProps) {
  const raising = useRaiseAlarm();
  // The same for every try: it is raised once.
  const [messageId] = useState(() => crypto.randomUUID());
  const [priority, setPriority] = useState<Urgency["priority"]>("urgent");
  const [cause, setCause] = useState<Urgency["cause"] | null>(null);
  const [about, setAbout] = useState<string | null>(null);
  const size = voice === "patient" ? "md" : "sm";
  const level = urgency[voice];
  const raise = () => {
    if (!cause) return;
    const alarm = { message_id: messageId, about, priority, cause };
    raising.mutate({ plan_id: planId, conversation_id: conversationId, ...alarm }, { onSuccess: onClose });
  };
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault();
        raise();
      }}
    >
      <p className={styles.title}>
        <IconAlertTriangle size={20} aria-hidden="true" /> {text[voice].what}
      </p>
      <Radio.Group
        label={urgency.label}
        size={size}
        value={priority}
        onChange={(value) => setPriority(PRIORITIES.find((one) => one === value) ?? "urgent")}
      >
        <div className={styles.levels}>
          {PRIORITIES.map((one) => (
            <Radio
              key={one}
              size={size}
              value={one}
              label={level.levels[one]}
              description={level.hints[one]}
            />
          ))}
        </div>
      </Radio.Group>
      <Select
        size={size}
        label={urgency.cause}
        placeholder={urgency.causePick}
        value={cause}
        data={CAUSES.map((value) => ({ value, label: urgency.causes[value] }))}
        onChange={(value) => setCause(CAUSES.find((one) => one === value) ?? null)}
        comboboxProps={{ position: "top-start" }}
      />
      {topics.length > 0 ? (
        <Select
          size={size}
          label={text.about}
          placeholder={text.aboutNothing}
          value={about}
          data={topics.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={setAbout}
          clearable
          comboboxProps={{ position: "top-start" }}
        />
      ) : null}
      <div className={styles.told}>
        <WhoIsTold planId={planId} conversationId={conversationId} level={priority} voice={voice} />
      </div>
      <FormError error={raising.error} />
      <div className={styles.acts}>
        <Button size={sizeOf(voice)} onClick={onClose}>
          {words.common.cancel}
        </Button>
        <Button
          type="submit"
          size={sizeOf(voice)}
          variant="filled"
          color="danger"
          disabled={cause === null}
          loading={raising.isPending}
        >
          {text.raise}
        </Button>
      </div>
    </form>
  );
}
