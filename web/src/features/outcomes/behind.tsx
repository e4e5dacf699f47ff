/** A number that opens the people behind it; none has none, and of too few there is no number. */
import { Link } from "@tanstack/react-router";
import type { OutcomeFigure } from "../../client/types";
import { outcomeWords as text } from "../../i18n/outcomes";
import card from "../../ui/figure-card.module.css";
import styles from "./outcomes.module.css";
import type { Behind, Breadth } from "./queries";

interface Props {
  breadth: Breadth;
  figure: OutcomeFigure;
  wanted?: Behind;
  count: number | null;
  /** Of how many it is a share. */
  of?: number | null;
}

export function Rows({ breadth, figure, wanted = {}, count, of }: Props) {
  if (count === null) return <span className={card.few}>{text.tooFew}</span>;
  if (count === 0) return <>0</>;
  const shared = { params: { figure }, search: wanted, className: card.open } as const;
  const inside = of ? (
    <>
      {count} <span className={styles.share}>{text.share(count, of)}</span>
    </>
  ) : (
    count
  );
  return breadth === "clinic" ? (
    <Link to="/oversight/outcomes/$figure" {...shared}>
      {inside}
    </Link>
  ) : (
    <Link to="/outcomes/$figure" {...shared}>
      {inside}
    </Link>
  );
}
