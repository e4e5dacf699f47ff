/** Giving on all that a colleague has to do, across plans: shown before it is done, each plan by itself, and told where one refused. */
import { Button, Modal, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { words } from "../../i18n";
import { useNarrow } from "../../lib/media";
import { shortName } from "../../lib/names";
import { failed } from "../../lib/problem";
import { DialogFooter } from "../../ui/confirm";
import { failureWords } from "../../ui/failure-words";
import { roleWord } from "../../ui/person";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import { useReassignTasks } from "./commands";
import styles from "./give-all.module.css";
import { heirsOf, type Share, sharesOf } from "./handing-on";
import { loadsQuery, tasksOfQuery } from "./queries";

const text = words.tasks.giveAll;
/** So many tasks of a plan at a time. */
const AT_ONCE = 100;

export function GiveAll({ onClose }: { onClose: () => void }) {
  const narrow = useNarrow();
  const loads = useQuery(loadsQuery);
  const [person, setPerson] = useState<string | null>(null);
  // Whoever was chosen stays so when nothing of theirs is left.
  const [known, setKnown] = useState<string>("");
  return (
    <Modal opened onClose={onClose} title={text.title} size={600} fullScreen={narrow}>
      <div className={styles.body}>
        {loads.isPending ? <RowsSkeleton rows={3} /> : null}
        {failed(loads) ? <ErrorState error={loads.error} retry={() => void loads.refetch()} /> : null}
        {loads.data?.length === 0 && !person ? (
          <EmptyState icon={<IconCheck />} title={text.nobody}>
            {text.nobodyBody}
          </EmptyState>
        ) : null}
        {loads.data && (loads.data.length > 0 || person) ? (
          <Select
            label={text.whose}
            placeholder={text.choose}
            data-autofocus
            searchable
            allowDeselect={false}
            value={person}
            data={[
              ...loads.data.map((one) => ({
                value: one.person.id,
                label: text.load(one.person.name, one.tasks, one.plans),
              })),
              ...(person && !loads.data.some((one) => one.person.id === person)
                ? [{ value: person, label: known }]
                : []),
            ]}
            onChange={(id) => {
              setPerson(id);
              setKnown(loads.data.find((one) => one.person.id === id)?.person.name ?? "");
            }}
          />
        ) : null}
        {person ? <Shares key={person} personId={person} onClose={onClose} /> : null}
      </div>
    </Modal>
  );
}

/** What came of a plan's share: given to whom, or why it was not. */
interface Outcome {
  given: string | null;
  refused: string | null;
}

function Shares({ personId, onClose }: { personId: string; onClose: () => void }) {
  const query = useInfiniteQuery(tasksOfQuery(personId));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const narrow = useNarrow();
  const [way, setWay] = useState<"each" | "one">("each");
  const [heir, setHeir] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [taken, setTaken] = useState<readonly Share[] | null>(null);
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [busy, setBusy] = useState(false);
  const give = useReassignTasks();
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data || hasNextPage) return <RowsSkeleton rows={3} />;
  const pages = query.data.pages;
  const takers = pages.flatMap((page) => page.takers);
  // What was asked for stays on the page while its tasks leave the list.
  const shares =
    taken ??
    sharesOf(
      pages.flatMap((page) => page.items),
      takers,
      way === "one" ? heir : null,
    );
  const left = shares.filter(({ planId }) => !outcomes.get(planId)?.given);
  const count = left.reduce((sum, { tasks }) => sum + tasks.length, 0);
  const ready = count > 0 && reason.trim() !== "" && (way === "each" || heir !== null);

  const run = async () => {
    setBusy(true);
    setTaken(shares);
    for (const share of left) {
      const outcome = await shareGiven(share);
      setOutcomes((before) => new Map(before).set(share.planId, outcome));
    }
    setBusy(false);
  };
  const shareGiven = async ({ planId, tasks, owner, pool }: Share): Promise<Outcome> => {
    try {
      for (let from = 0; from < tasks.length; from += AT_ONCE)
        await give.mutateAsync({
          plan_id: planId,
          task_ids: tasks.slice(from, from + AT_ONCE).map(({ id }) => id),
          owner_id: owner?.id ?? null,
          pool: owner ? null : pool,
          reason: reason.trim(),
        });
      return { given: owner ? shortName(owner.name) : (words.common.anyOf[pool] ?? ""), refused: null };
    } catch (error) {
      return { given: null, refused: failureWords(error) };
    }
  };

  return (
    <>
      <div className={styles.way}>
        <SegmentedControl
          aria-label={text.to}
          fullWidth
          orientation={narrow ? "vertical" : "horizontal"}
          value={way}
          disabled={taken !== null}
          onChange={(value) => setWay(value === "one" ? "one" : "each")}
          data={[
            { value: "each", label: text.each },
            { value: "one", label: text.one },
          ]}
        />
        {way === "one" ? (
          <Select
            aria-label={text.one}
            placeholder={text.choose}
            searchable
            disabled={taken !== null}
            value={heir}
            onChange={setHeir}
            data={heirsOf(takers).map(({ id, name, role }) => ({
              value: id,
              label: `${name}, ${roleWord(role)}`,
            }))}
          />
        ) : null}
      </div>
      <section aria-label={text.preview}>
        <h3 className={styles.preview}>{text.preview}</h3>
        <ul className={styles.shares}>
          {shares.map((share) => (
            <ShareLine key={share.planId} share={share} outcome={outcomes.get(share.planId)} />
          ))}
        </ul>
      </section>
      <TextInput
        label={text.reason}
        description={text.reasonHelp}
        maxLength={300}
        disabled={busy}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <p role="status" className={styles.told}>
        {taken && !busy ? (left.length === 0 ? text.allGiven : text.someLeft(left.length)) : null}
      </p>
      <DialogFooter>
        <Button onClick={onClose}>{taken ? words.common.close : words.common.cancel}</Button>
        {taken && left.length === 0 ? null : (
          <Button variant="filled" disabled={!ready} loading={busy} onClick={() => void run()}>
            {taken ? text.again : text.verb(count)}
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

function ShareLine({ share, outcome }: { share: Share; outcome: Outcome | undefined }) {
  const { patient, tasks, owner, pool } = share;
  const whose = owner ? `${owner.name}, ${roleWord(owner.role)}` : (words.common.anyOf[pool] ?? "");
  return (
    <li className={styles.share}>
      <span className={styles.patient}>{patient}</span>
      <span className={styles.whose}>
        {outcome?.given ? <IconCheck size={16} aria-hidden="true" /> : null}
        {text.goes(tasks.length, whose)}
      </span>
      <span className={styles.titles}>{tasks.map(({ title }) => title).join(" · ")}</span>
      {outcome?.refused ? (
        <span className={styles.refused} role="alert">
          <IconAlertTriangle size={16} aria-hidden="true" /> {text.refused(outcome.refused)}
        </span>
      ) : null}
    </li>
  );
}
