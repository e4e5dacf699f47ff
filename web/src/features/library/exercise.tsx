/** A piece of the library: what it is for and when to stop, then doing it. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useState } from "react";
import type { Library, Piece } from "../../client/types";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import styles from "./exercise.module.css";
import { Pacer } from "./pacer";
import { libraryQuery } from "./queries";
import { Steps } from "./steps";

const text = words.library.patient;

interface Props {
  id: string;
  /** It was done, in so many seconds. */
  onDone: (piece: Piece, seconds: number) => void;
  /** What stands there once it was done. */
  after: ((piece: Piece) => ReactNode) | null;
  /** Where one writes at a step of a piece; without it one writes on paper. */
  field?: ((piece: Piece, at: number) => ReactNode) | null;
}

export function Exercise({ id, onDone, after, field }: Props) {
  const query = useQuery(libraryQuery);
  const piece = query.data?.pieces.find((one) => one.id === id);
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={3} />;
  if (!piece) return <EmptyState title={text.gone}>{text.goneBody}</EmptyState>;
  if (after) return after(piece);
  return <Doing key={id} library={query.data} piece={piece} onDone={onDone} field={field} />;
}

function Doing({
  library,
  piece,
  onDone,
  field,
}: Pick<Props, "onDone" | "field"> & { library: Library; piece: Piece }) {
  const [begun, setBegun] = useState(false);
  const end = useCallback((seconds: number) => onDone(piece, seconds), [piece, onDone]);
  if (!begun) return <Before library={library} piece={piece} onStart={() => setBegun(true)} />;
  return piece.breath ? (
    <Pacer breath={piece.breath} minutes={piece.minutes} onEnd={end} />
  ) : (
    <Steps piece={piece} onEnd={end} field={field ? (at) => field(piece, at) : null} />
  );
}

function Before({ library, piece, onStart }: { library: Library; piece: Piece; onStart: () => void }) {
  const ready = piece.breath ? piece.steps : [];
  return (
    <section className={styles.before} aria-labelledby="piece">
      <div className={styles.words}>
        <h2 id="piece">{piece.title}</h2>
        <p>{piece.why}</p>
        {ready.map((step) => (
          <p key={step.title}>{step.text}</p>
        ))}
        <p className={styles.care}>{piece.care}</p>
        <p className={styles.note}>{words.library.minutes(piece.minutes)}</p>
      </div>
      <Button variant="filled" fullWidth onClick={onStart}>
        {text.start}
      </Button>
      <details className={styles.basis}>
        <summary>{text.basis}</summary>
        <ul>
          {piece.sources.map((key) => (
            <li key={key}>{library.sources[key]?.cite}</li>
          ))}
        </ul>
        {library.status === "draft" ? <p>{text.draft}</p> : null}
      </details>
    </section>
  );
}
