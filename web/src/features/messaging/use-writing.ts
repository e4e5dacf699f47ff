/** Writing with what is offered: a list that opens at a "/", texts put in where the caret is, gaps that want to be filled. */
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { type Gap, gapsOf, withoutGap } from "../../lib/gaps";
import { found, type Offered, soughtBy } from "./composing";

interface Options {
  field: RefObject<HTMLTextAreaElement | null>;
  draft: string;
  write: (text: string) => void;
  /** Undefined where nothing is offered: then braces are braces. */
  offered: readonly Offered[] | undefined;
}

export function useWriting({ field, draft, write, offered }: Options) {
  const [focused, setFocused] = useState(false);
  /** Asked for with the button or its key, wherever the caret is. */
  const [asked, setAsked] = useState(false);
  /** Turned away, until another draft begins with a slash. */
  const [dismissed, setDismissed] = useState(false);
  const [pressed, setPressed] = useState(false);
  const select = useSelecting(field);
  const sought = soughtBy(draft);
  if (sought === null && dismissed) setDismissed(false);
  const gaps = offered ? gapsOf(draft) : [];
  if (gaps.length === 0 && pressed) setPressed(false);
  const seeks = focused && !dismissed && (sought !== null || asked);
  const matching = offered && seeks ? found(offered, sought ?? "") : null;
  // What nothing is called is no search: it is what somebody wants to say.
  const list = matching && (matching.length > 0 || !sought) ? matching : null;

  const close = () => {
    setAsked(false);
    setDismissed(sought !== null);
  };
  const pick = (id: string) => {
    const taken = offered?.find((one) => one.id === id);
    if (!taken) return;
    const caret = field.current?.selectionEnd ?? draft.length;
    const [before, after] = sought === null ? [draft.slice(0, caret), draft.slice(caret)] : ["", ""];
    const begins = before === "" || /\s$/.test(before) ? before : `${before} `;
    const gap = gapsOf(taken.words)[0];
    const end = begins.length + taken.words.length;
    select.next(gap ? begins.length + gap.from : end, gap ? begins.length + gap.to : end);
    write(begins + taken.words + after);
    close();
  };
  const fill = (gap: Gap) => select.now(gap.from, gap.to);

  return {
    list,
    gaps,
    /** Somebody wanted to send while there were gaps. */
    pressed,
    pick,
    fill,
    takeOut: (gap: Gap) => {
      select.next(gap.from, gap.from);
      write(withoutGap(draft, gap));
    },
    ask: () => {
      field.current?.focus();
      setDismissed(false);
      setAsked(true);
    },
    /** Whether it can go as it is; else the first gap stands there to be filled. */
    complete: (): boolean => {
      const [first] = gaps;
      if (first) {
        setPressed(true);
        fill(first);
      }
      return first === undefined;
    },
    /** Whether the key was for the list or for a gap. */
    takes: (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
      if (list !== null) {
        if (event.key === "Escape") close();
        return ["Escape", "Enter", "ArrowDown", "ArrowUp"].includes(event.key);
      }
      if (event.key !== "Tab" || event.shiftKey) return false;
      const next = gaps.find(({ from }) => from >= event.currentTarget.selectionEnd);
      if (!next) return false;
      event.preventDefault();
      fill(next);
      return true;
    },
    typed: () => setAsked(false),
    focus: { onFocus: () => setFocused(true), onBlur: () => setFocused(false) },
  };
}

/** Selects now, or once what is written next stands there: a text that comes from outside moves the caret to its end. */
function useSelecting(field: RefObject<HTMLTextAreaElement | null>) {
  const wanted = useRef<readonly [number, number] | null>(null);
  const now = (from: number, to: number) => {
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  };
  useLayoutEffect(() => {
    if (wanted.current) now(...wanted.current);
    wanted.current = null;
  });
  return {
    now,
    next: (from: number, to: number) => {
      wanted.current = [from, to];
    },
  };
}
