/** The figure in the address of the people behind a number; another address is not there. */
import { notFound } from "@tanstack/react-router";
import { figureOf } from "../features/outcomes/queries";

export function outcomeFigure({ figure }: { figure: string }) {
  const known = figureOf(figure);
  if (known === undefined) throw notFound();
  return { figure: known };
}
