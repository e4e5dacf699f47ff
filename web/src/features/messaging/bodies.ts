/** The one place where what was opened of a message becomes what a screen shows. */
import type { Message } from "../../client/types";
import type { Line, Reaction, Version } from "../../talk/lines";
import type { MessageRow } from "../../talk/row";

/** A message with its words; the server has only the rest. */
export interface Shown extends Omit<Message, "envelope"> {
  readonly words: string;
  readonly reply_to: string | null;
  readonly is: Line<MessageRow>["is"];
  readonly versions: readonly Version[];
  readonly reactions: readonly Reaction[];
  readonly late: boolean;
  /** Ids that only its readers know of: tasks and more goals and items that it is about, people it is written to by name. */
  readonly refs: readonly string[];
}

type Topics = readonly Shown["about"][number][];

/** Messages as screens show them; the same line gives the same message while the topics are the same. */
export class Showing {
  private readonly made = new WeakMap<Line<MessageRow>, Shown>();

  constructor(private readonly topics: Topics) {}

  all(lines: readonly Line<MessageRow>[]): Shown[] {
    return lines.map((line) => this.one(line));
  }

  private one(line: Line<MessageRow>): Shown {
    const known = this.made.get(line);
    if (known) return known;
    const { row, text, reply, refs, is, versions, reactions, late } = line;
    const { envelope: _, ...rest } = row;
    const more = this.topics.filter(({ id }) => refs.includes(id) && !row.about.some((one) => one.id === id));
    const about = [...row.about, ...more];
    const shown = { ...rest, about, words: text, reply_to: reply, refs, is, versions, reactions, late };
    this.made.set(line, shown);
    return shown;
  }
}

/** The words of a message; none of one that was taken back. */
export function openBody({ words }: Pick<Shown, "words">): string {
  return words;
}
