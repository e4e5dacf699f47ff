/** The exercises for whoever is not signed in, or has no network: nothing of anybody's plan stands here, and nothing is noted. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactNode, useCallback, useState } from "react";
import type { Piece } from "../../client/types";
import { Exercise } from "../../features/library/exercise";
import { PiecesList } from "../../features/library/pieces-list";
import { libraryQuery } from "../../features/library/queries";
import { minutesOf } from "../../features/library/words";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { Panel, PanelText } from "../../ui/panel";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { useLargeText } from "../../ui/use-large-text";
import { useTitle } from "../../ui/use-title";
import { BackWords, backClass, PatientPage } from "../patient/page";
import { HelpFrame } from "./frame";

const text = words.library.patient;

/** As a patient's page, with larger text; the clinic and help at the top. */
function Column({ back, children }: { back: ReactNode; children: ReactNode }) {
  useLargeText();
  useTitle(words.library.title);
  return (
    <HelpFrame>
      <main>
        <PatientPage title={words.library.title} back={back}>
          {children}
        </PatientPage>
      </main>
    </HelpFrame>
  );
}

export function OpenExercisesPage() {
  const query = useQuery(libraryQuery);
  return (
    <Column
      back={
        <Link to="/" className={backClass}>
          <BackWords>{words.common.goHome}</BackWords>
        </Link>
      }
    >
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
    </Column>
  );
}

export function OpenExercisePage() {
  const { piece } = useParams({ from: "/exercises/$piece" });
  const [seconds, setSeconds] = useState<number | null>(null);
  const done = useCallback((_: Piece, lasted: number) => setSeconds(lasted), []);
  return (
    <Column
      back={
        <Link to="/exercises" className={backClass}>
          <BackWords>{text.all}</BackWords>
        </Link>
      }
    >
      <Exercise
        id={piece}
        onDone={done}
        after={
          seconds === null
            ? null
            : () => (
                <Panel title={text.done}>
                  <PanelText>
                    <p role="status">{text.notNoted(words.library.minutes(minutesOf(seconds)))}</p>
                    <Button variant="filled" renderRoot={(props) => <Link to="/exercises" {...props} />}>
                      {text.others}
                    </Button>
                  </PanelText>
                </Panel>
              )
        }
      />
    </Column>
  );
}
