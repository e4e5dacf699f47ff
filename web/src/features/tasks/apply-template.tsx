/** Tasks that belong together, made at once: which, counted from which day, for which goal; shown before they are made. */
import { Button, Modal, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { TaskTemplate } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, isoDate } from "../../lib/dates";
import { useNarrow } from "../../lib/media";
import { failed } from "../../lib/problem";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { ErrorState, FormError, RowsSkeleton } from "../../ui/states";
import styles from "./apply-template.module.css";
import { useApplyTemplate } from "./commands";
import type { TaskPlan } from "./new-task";
import { templatesQuery } from "./queries";

const text = words.tasks.template;
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

interface Props {
  plan: Pick<TaskPlan, "id" | "goals">;
  onClose: () => void;
}

export function ApplyTemplate({ plan, onClose }: Props) {
  const narrow = useNarrow();
  const query = useQuery(templatesQuery);
  return (
    <Modal opened onClose={onClose} title={text.title} size={600} fullScreen={narrow}>
      {query.isPending ? <RowsSkeleton rows={3} /> : null}
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Form templates={query.data} plan={plan} onClose={onClose} /> : null}
    </Modal>
  );
}

function Form({ templates, plan, onClose }: Props & { templates: readonly TaskTemplate[] }) {
  const [chosen, setChosen] = useState<TaskTemplate | null>(null);
  const [day, setDay] = useState<string | null>(isoDate(new Date()));
  const [goalId, setGoalId] = useState<string>("");
  const apply = useApplyTemplate();
  const tell = useTell();
  const make = (template: TaskTemplate, from: string) =>
    apply.mutate(
      { plan_id: plan.id, name: template.name, day: from, goal_id: goalId || null },
      {
        onSuccess: () => {
          tell({ text: text.done(template.tasks.length), detail: template.title });
          onClose();
        },
      },
    );
  return (
    <div className={styles.form}>
      <fieldset className={styles.choices}>
        <legend className="ct-hidden">{text.which}</legend>
        {templates.map((one) => (
          <button
            key={one.name}
            type="button"
            className={styles.choice}
            aria-pressed={chosen === one}
            onClick={() => setChosen(one)}
          >
            <strong>{one.title}</strong>
            <span>{one.about}</span>
          </button>
        ))}
      </fieldset>
      {chosen ? (
        <>
          <div className={styles.pair}>
            <DatePickerInput label={chosen.day} weekendDays={[]} value={day} onChange={setDay} />
            <Select<string>
              label={words.tasks.form.goal}
              searchable
              data={[
                { value: "", label: words.tasks.form.noGoal },
                ...plan.goals.map(({ id, words: said }) => ({ value: id, label: said })),
              ]}
              value={goalId}
              onChange={(id) => setGoalId(id ?? "")}
            />
          </div>
          <section aria-label={text.makes(chosen.tasks.length)}>
            <h3 className={styles.makes}>{text.makes(chosen.tasks.length)}</h3>
            <ol className={styles.tasks}>
              {chosen.tasks.map((task) => (
                <li key={task.key}>
                  <span className={styles.what}>{task.title}</span>
                  <span className={styles.who}>
                    {[
                      task.role === "patient" ? text.patient : words.common.anyOf[task.role],
                      task.checklist.length > 0 ? text.toTick(task.checklist.length) : null,
                      task.waits_for
                        ? words.tasks.waitsFor(
                            chosen.tasks.find(({ key }) => key === task.waits_for)?.title ?? "",
                          )
                        : null,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                  {day ? <time className={styles.when}>{dueOn(day, task.day)}</time> : null}
                </li>
              ))}
            </ol>
          </section>
        </>
      ) : null}
      <FormError error={apply.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button
          variant="filled"
          disabled={!chosen || !day}
          loading={apply.isPending}
          onClick={() => {
            if (chosen && day) make(chosen, day);
          }}
        >
          {text.verb}
        </Button>
      </DialogFooter>
    </div>
  );
}

/** What should have been done by now is due today. */
function dueOn(day: string, after: number): string {
  const due = dateOf(day);
  due.setDate(due.getDate() + after);
  const today = dateOf(isoDate(new Date()));
  return dayFormat.format(due < today ? today : due);
}
