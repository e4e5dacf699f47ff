/** The exercises for whoever is not signed in, or has no network: nothing of anybody's plan stands here, and nothing is noted. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import type { Piece } from "../../client/types";
import { Exercise } from "../../features/library/exercise";
import { PiecesList } from "../../features/library/pieces-list";
import { libraryQuery } from "../../features/library/queries";
import { minutesOf } from "../../features/library/words";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { useLargeText } from "../../ui/use-large-text";
import { useTitle } from "../../ui/use-title";
import { PublicFrame } from "./frame";

const text = words.library.patient;

export function OpenExercisesPage() {
  const query = useQuery(libraryQuery);
  useLargeText();
  useTitle(words.library.title);
  return (
    <PublicFrame aside={<Link to="/">{words.common.goHome}</Link>}>
      <h1>{words.library.title}</h1>
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton rows={4} /> : null}
      {query.data ? (
        <PiecesList
          title={text.all}
          pieces={query.data.pieces}
          link={({ id }, className, children) => (
            <Link key={id} to="/exercises/$piece" params={{ piece: id }} className={className}>
              {children}
            </Link>
          )}
        />
      ) : null}
    </PublicFrame>
  );
}

export function OpenExercisePage() {
  const { piece } = useParams({ from: "/exercises/$piece" });
  const [seconds, setSeconds] = useState<number | null>(null);
  const done = useCallback((_: Piece, lasted: number) => setSeconds(lasted), []);
  useLargeText();
  useTitle(words.library.title);
  return (
    <PublicFrame aside={<Link to="/exercises">{text.all}</Link>}>
      <h1>{words.library.title}</h1>
      <Exercise
        id={piece}
        onDone={done}
        after={
          seconds === null
            ? null
            : () => (
                <>
                  <h2>{text.done}</h2>
                  <p role="status">{text.notNoted(words.library.minutes(minutesOf(seconds)))}</p>
                  <Button variant="filled" renderRoot={(props) => <Link to="/exercises" {...props} />}>
                    {text.others}
                  </Button>
                </>
              )
        }
      />
    </PublicFrame>
  );
}
