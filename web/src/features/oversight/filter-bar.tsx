/** Which entries are shown, as a sentence whose words can be changed: "Show messages by Bea, for Goal 1, from today". */
import { Button, Menu, Popover } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ComponentPropsWithRef, useState } from "react";
import type { Touched } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, shortDate } from "../../lib/dates";
import { roleWord } from "../../ui/person";
import styles from "./filter-bar.module.css";
import { ALL_KINDS, type Kind, PLAN_KINDS } from "./kinds";
import { touchedQuery } from "./queries";
import { rangeOf, SPANS, type TrailSearch } from "./search";
import { goalWords } from "./words";

const text = words.oversight.filter;

interface Props {
  /** The plan, where the trail is that of one. */
  planId?: string | undefined;
  search: TrailSearch;
  onSearch: (change: TrailSearch) => void;
  /** What can be asked for besides days. */
  kinds?: boolean;
}

export function FilterBar({ planId, search, onSearch, kinds = true }: Props) {
  const { who, kind, goal, when } = search;
  const asked = Boolean(who || (kinds && kind) || goal || when);
  return (
    <search className={styles.bar} aria-label={text.label}>
      {kinds ? (
        <>
          <span>{text.show}</span>
          <KindChoice
            kind={kind}
            among={planId ? PLAN_KINDS : ALL_KINDS}
            onChoose={(value) => onSearch({ kind: value })}
          />
        </>
      ) : null}
      {planId ? <PlanChoices planId={planId} search={search} onSearch={onSearch} /> : null}
      <span>{kinds ? text.from : text.onlyFrom}</span>
      <WhenChoice when={when} onChoose={(value) => onSearch({ when: value })} />
      {asked ? (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() =>
            onSearch({
              who: undefined,
              goal: undefined,
              when: undefined,
              ...(kinds ? { kind: undefined } : {}),
            })
          }
        >
          {text.reset}
        </Button>
      ) : null}
    </search>
  );
}

interface Option {
  value: string | undefined;
  label: string;
  note?: string;
}

/** A word of the sentence; pressed, the words that can stand there instead. */
function Choice({
  what,
  options,
  present,
  onChoose,
}: {
  what: string;
  options: readonly Option[];
  present: string | undefined;
  onChoose: (value: string | undefined) => void;
}) {
  const shown = options.find(({ value }) => value === present)?.label ?? options[0]?.label ?? "";
  return (
    <Menu position="bottom-start" width="max-content">
      <Menu.Target>
        <Word label={`${what}: ${shown}`} chosen={present !== undefined}>
          {shown}
        </Word>
      </Menu.Target>
      <Menu.Dropdown className={styles.options}>
        {options.map(({ value, label, note }) => (
          <Menu.Item
            key={value ?? "any"}
            aria-current={value === present || undefined}
            rightSection={note ? <span className={styles.note}>{note}</span> : undefined}
            onClick={() => onChoose(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Word({
  label,
  chosen,
  className,
  children,
  ...rest
}: { label: string; chosen: boolean } & ComponentPropsWithRef<"button">) {
  return (
    <button
      type="button"
      className={`${styles.word} ${className ?? ""}`}
      data-chosen={chosen || undefined}
      aria-label={label}
      {...rest}
    >
      <span className={styles.said}>{children}</span>
      <IconChevronDown size={16} aria-hidden="true" />
    </button>
  );
}

function KindChoice({
  kind,
  among,
  onChoose,
}: {
  kind: Kind | undefined;
  among: readonly Kind[];
  onChoose: (kind: Kind | undefined) => void;
}) {
  return (
    <Choice
      what={text.what}
      present={kind}
      options={[
        { value: undefined, label: text.anything },
        ...among.map((value) => ({ value, label: words.oversight.kinds[value] })),
      ]}
      onChoose={(value) => onChoose(among.find((one) => one === value))}
    />
  );
}

/** By whom and for which goal: those who are in the plan's trail, and its goals. */
function PlanChoices({ planId, search, onSearch }: { planId: string } & Omit<Props, "planId" | "kinds">) {
  const touched = useQuery(touchedQuery(planId)).data;
  return (
    <>
      <span>{text.by}</span>
      <Choice
        what={text.whom}
        present={search.who}
        options={[{ value: undefined, label: text.anybody }, ...peopleOf(touched)]}
        onChoose={(who) => onSearch({ who })}
      />
      {touched && touched.goals.length > 0 ? (
        <>
          <span>{text.for}</span>
          <Choice
            what={text.whichGoal}
            present={search.goal}
            options={[
              { value: undefined, label: text.anyGoal },
              ...touched.goals.map((goal) => ({ value: goal.id, label: goalWords(goal) })),
            ]}
            onChoose={(goal) => onSearch({ goal })}
          />
        </>
      ) : null}
    </>
  );
}

/** Each person once, with the roles they acted in. */
function peopleOf(touched: Touched | undefined): Option[] {
  const roles = new Map<string, { name: string; roles: string[] }>();
  for (const { person, role } of touched?.people ?? []) {
    const known = roles.get(person.id) ?? { name: person.name, roles: [] };
    roles.set(person.id, { ...known, roles: [...known.roles, roleWord(role)] });
  }
  return [...roles].map(([value, { name, roles: all }]) => ({ value, label: name, note: all.join(", ") }));
}

function WhenChoice({
  when,
  onChoose,
}: {
  when: string | undefined;
  onChoose: (when: string | undefined) => void;
}) {
  const [opened, setOpened] = useState(false);
  const range = rangeOf(when);
  const [picked, setPicked] = useState<[string | null, string | null]>(range ?? [null, null]);
  const span = SPANS.find((one) => one === when);
  const shown = range
    ? text.range(shortDate(dateOf(range[0])), shortDate(dateOf(range[1])))
    : span
      ? text[span]
      : text.anyTime;
  const choose = (value: string | undefined) => {
    setOpened(false);
    onChoose(value);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Word
          label={`${text.when}: ${shown}`}
          chosen={when !== undefined}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {shown}
        </Word>
      </Popover.Target>
      <Popover.Dropdown className={styles.when}>
        <div className={styles.spans}>
          {[undefined, ...SPANS].map((one) => (
            <Button
              key={one ?? "any"}
              size="compact-md"
              variant={one === when ? "light" : "default"}
              onClick={() => choose(one)}
            >
              {one ? text[one] : text.anyTime}
            </Button>
          ))}
        </div>
        <p className={styles.pick}>{text.pickDays}</p>
        <DatePicker
          type="range"
          allowSingleDateInRange
          weekendDays={[]}
          maxDate={new Date()}
          defaultDate={range?.[0] ?? new Date()}
          value={picked}
          onChange={(days) => {
            setPicked(days);
            if (days[0] && days[1]) choose(`${days[0]}..${days[1]}`);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
