/** The diary: write about a day, look back by month and by year, and take it along. */
import { Button, Modal } from "@mantine/core";
import { IconNotebook, IconPencilPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Mood, PlanSummary } from "../../client/types";
import { monthOf } from "../../features/diary/entry";
import { EntryActs } from "../../features/diary/entry-acts";
import { EntryCard } from "../../features/diary/entry-card";
import { Export } from "../../features/diary/export";
import { EntryForm } from "../../features/diary/form";
import { Month } from "../../features/diary/month";
import { useDiary } from "../../features/diary/own";
import { useWrite } from "../../features/diary/saving";
import { Year } from "../../features/diary/year";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import { isoDate } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import { useTell } from "../../ui/notices";
import { EmptyState, ErrorState } from "../../ui/states";
import { useFocusBack } from "../../ui/use-focus-back";
import { useTitle } from "../../ui/use-title";
import { NoPlan } from "./no-plan";
import { useOwnPlans } from "./own-plans";
import { BackWords, backClass, PatientPage } from "./page";
import { PageSkeleton } from "./skeleton";

const text = words.diary;

export function DiaryPage() {
  const { plan, own, pending, error, retry } = useOwnPlans();
  useTitle(text.tab);
  return (
    <PatientPage
      title={plan && !own ? text.titleOf(shortName(plan.patient.name)) : text.title}
      back={
        <Link to="/home" className={backClass}>
          <BackWords>{words.patient.home}</BackWords>
        </Link>
      }
    >
      {pending ? <PageSkeleton /> : null}
      {error ? <ErrorState error={error} retry={retry} /> : null}
      {plan ? <Diary key={plan.id} plan={plan} own={own} /> : null}
      {!pending && !error && !plan ? <NoPlan /> : null}
    </PatientPage>
  );
}

function Diary({ plan, own }: { plan: PlanSummary; own: boolean }) {
  const today = isoDate(useNow());
  const present = monthOf(today);
  const [month, setMonth] = useState(present);
  const [writing, setWriting] = useState(false);
  useFocusBack(writing);
  const unlocked = useKeyring().state === "unlocked";
  const diary = useDiary(plan.id, own);
  const { entries, closed, coming } = diary;
  const shown = entries.filter(({ day }) => monthOf(day) === month);
  if (diary.pending) return <PageSkeleton />;
  if (diary.error) return <ErrorState error={diary.error} retry={diary.retry} />;
  return (
    <>
      {diary.mayWrite ? (
        <div>
          <Button
            variant="filled"
            leftSection={<IconPencilPlus size={20} stroke={1.7} />}
            onClick={() => setWriting(true)}
          >
            {text.write}
          </Button>
        </div>
      ) : null}
      {own && !unlocked ? <KeysNeeded>{text.keysFor}</KeysNeeded> : null}
      {diary.privateError ? (
        <ErrorState error={diary.privateError} retry={diary.retry} title={text.privateFailed} />
      ) : null}
      <Month month={month} present={present} onMonth={setMonth}>
        {shown.map((entry) => (
          <EntryCard
            key={`${entry.id} ${entry.version}`}
            entry={entry}
            tellsReader={own}
            acts={diary.mayWrite ? <EntryActs planId={plan.id} entry={entry} canSeal={unlocked} /> : null}
          />
        ))}
        {shown.length === 0 ? (
          <EmptyState icon={<IconNotebook />} title={text.emptyTitle}>
            {own ? text.emptyBody : null}
          </EmptyState>
        ) : null}
      </Month>
      {closed > 0 ? <p role="status">{text.closedEntries(closed)}</p> : null}
      <Year entries={entries} present={Number(today.slice(0, 4))} />
      {own ? <Export entries={entries} closed={!unlocked} coming={coming} /> : null}
      {writing ? <Writing planId={plan.id} onMonth={setMonth} onClose={() => setWriting(false)} /> : null}
    </>
  );
}

function Writing({
  planId,
  onMonth,
  onClose,
}: {
  planId: string;
  onMonth: (month: string) => void;
  onClose: () => void;
}) {
  const [mood, setMood] = useState<Mood | null>(null);
  const write = useWrite(planId);
  const tell = useTell();
  return (
    <Modal opened onClose={onClose} title={text.writeTitle} size={520}>
      <EntryForm
        said={null}
        mood={mood}
        onMood={setMood}
        choosesReader
        isPrivate={false}
        verb={text.save}
        filled
        onSave={async (said, isPrivate) => {
          await write(said, isPrivate);
          tell({
            text: !navigator.onLine ? text.savedOffline : isPrivate ? text.savedPrivate : text.savedShared,
          });
          onMonth(monthOf(said.day));
          onClose();
        }}
      />
    </Modal>
  );
}
