/** The exercises: those the team gave, and those that are there at any time. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useOutgoingPractices } from "../../features/library/outbox";
import { PiecesList } from "../../features/library/pieces-list";
import { exercisesQuery, libraryQuery } from "../../features/library/queries";
import { tallyWords, turnWords } from "../../features/library/words";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { failed } from "../../lib/problem";
import panel from "../../ui/panel.module.css";
import { ErrorState } from "../../ui/states";
import { OwnPlanPage } from "./own-plan-page";
import { PageSkeleton } from "./skeleton";

const text = words.library;

export function ExercisesPage() {
  return <OwnPlanPage title={text.title}>{(planId) => <Lists planId={planId} />}</OwnPlanPage>;
}

function Lists({ planId }: { planId: string }) {
  const now = useNow();
  const library = useQuery(libraryQuery);
  const query = useQuery(exercisesQuery(planId));
  const outgoing = useOutgoingPractices();
  if (failed(library)) return <ErrorState error={library.error} retry={() => void library.refetch()} />;
  if (!library.data || query.isPending) return <PageSkeleton />;
  const { pieces } = library.data;
  const given = query.data?.given ?? [];
  const asked = (id: string) => given.find(({ piece }) => piece === id);
  const done = (id: string) => query.data?.done.find(({ piece }) => piece === id);
  const link = (piece: string, className: string, children: React.ReactNode) => (
    <Link key={piece} to="/plan/exercises/$planId/$piece" params={{ planId, piece }} className={className}>
      {children}
    </Link>
  );
  return (
    <>
      {outgoing.length > 0 ? <p role="status">{text.patient.unsent(outgoing.length)}</p> : null}
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? (
        <PiecesList
          title={text.patient.given}
          note={given.length === 0 ? text.patient.givenNone : null}
          pieces={pieces.filter(({ id }) => asked(id))}
          said={({ id }) => {
            const one = asked(id);
            return one ? (
              <>
                <span>{turnWords(one, now)}</span>
                {one.note ? <span>{one.note}</span> : null}
                {one.goal ? <span className={panel.note}>{text.forGoal(one.goal.words)}</span> : null}
              </>
            ) : null;
          }}
          link={(piece, className, children) => link(piece.id, className, children)}
        />
      ) : null}
      <PiecesList
        title={text.patient.anyone}
        note={text.patient.anyoneNote}
        pieces={pieces.filter(({ id, for_anyone }) => !asked(id) && (for_anyone || done(id)))}
        said={({ id }) => {
          const tally = done(id);
          return tally ? <span className={panel.note}>{tallyWords(tally, now)}</span> : null;
        }}
        link={(piece, className, children) => link(piece.id, className, children)}
      />
    </>
  );
}
