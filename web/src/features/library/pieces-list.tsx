/** Pieces of the library as rows that lead to them. */
import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Piece } from "../../client/types";
import { words } from "../../i18n";
import { Panel } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import styles from "./pieces-list.module.css";

interface Props {
  title: string;
  note?: ReactNode;
  pieces: readonly Piece[];
  /** What is said of one besides what it is. */
  said?: (piece: Piece) => ReactNode;
  link: (piece: Piece, className: string, children: ReactNode) => ReactNode;
}

export function PiecesList({ title, note, pieces, said, link }: Props) {
  return (
    <Panel title={title}>
      {note ? <p className={styles.note}>{note}</p> : null}
      {pieces.map((piece) =>
        link(
          piece,
          panel.row ?? "",
          <>
            <span className={styles.piece}>
              <strong>{piece.title}</strong>
              <span className={styles.about}>
                {piece.about} {words.library.minutes(piece.minutes)}.
              </span>
              {said?.(piece)}
            </span>
            <IconChevronRight size={20} aria-hidden="true" />
          </>,
        ),
      )}
    </Panel>
  );
}
