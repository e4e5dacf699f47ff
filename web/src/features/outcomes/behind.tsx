/** A number that opens the people behind it; none has none, and of too few there is no number. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { OutcomeFigure } from "../../client/types";
import { outcomeWords as text } from "../../i18n/outcomes";
import card from "../../ui/figure-card.module.css";
import type { Behind, Breadth } from "./queries";

interface Props {
  breadth: Breadth;
  figure: OutcomeFigure;
  wanted?: Behind;
  count: number | null;
  children?: ReactNode;
}

export function Rows({ breadth, figure, wanted = {}, count, children }: Props) {
  if (count === null) return <span className={card.few}>{text.tooFew}</span>;
  if (count === 0) return <>0</>;
  const shared = { params: { figure }, search: wanted, className: card.open } as const;
  const inside = children ?? count;
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
