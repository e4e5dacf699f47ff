/** Writing with what is offered: texts at a "/", people at an "@", put in where the caret is; gaps that want to be filled. */
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { PersonRef } from "../../client/types";
import { type Gap, gapsOf, withoutGap } from "../../lib/gaps";
import { roleWord } from "../../ui/person";
import { found, type Offered, soughtBy } from "./composing";
import { soughtAt } from "./mentions";
import type { Suggestion } from "./suggestions";

interface Options {
  field: RefObject<HTMLTextAreaElement | null>;
  draft: string;
  write: (text: string) => void;
  /** Undefined where nothing is offered: then braces are braces. */
  offered: readonly Offered[] | undefined;
  /** Who can be written to by name. */
  people: readonly PersonRef[];
}

export function useWriting({ field, draft, write, offered, people }: Options) {
  const [focused, setFocused] = useState(false);
  /** Asked for with the button or its key, wherever the caret is. */
  const [asked, setAsked] = useState(false);
  /** Turned away, until another draft begins with a slash. */
  const [dismissed, setDismissed] = useState(false);
  const [pressed, setPressed] = useState(false);
  const [caret, setCaret] = useState(0);
  const select = useSelecting(field);
  const sought = soughtBy(draft);
  if (dismissed && sought === null && soughtAt(draft, caret) === null) setDismissed(false);
  const gaps = offered ? gapsOf(draft) : [];
  if (gaps.length === 0 && pressed) setPressed(false);
  const person = soughtAt(draft, Math.min(caret, draft.length));
  const seeks = !focused || dismissed ? null : asked || sought !== null ? "phrase" : person ? "person" : null;
  const list =
    seeks === "person" ? persons(people, person?.sought ?? "") : seeks ? phrases(offered, sought) : null;

  const close = () => {
    setAsked(false);
    setDismissed(true);
  };
  const put = (before: string, words: string, after: string) => {
    const gap = offered && gapsOf(words)[0];
    const end = before.length + words.length;
    select.next(gap ? before.length + gap.from : end, gap ? before.length + gap.to : end);
    write(before + words + after);
  };
  const pick = (id: string) => {
    const named = seeks === "person" && person ? people.find((one) => one.id === id) : undefined;
    const taken = offered?.find((one) => one.id === id);
    if (named && person) {
      const after = draft.slice(person.from + 1 + person.sought.length);
      put(draft.slice(0, person.from), `@${named.name}${/^\s/.test(after) ? "" : " "}`, after);
    } else if (taken) {
      const at = field.current?.selectionEnd ?? draft.length;
      const [before, after] = sought === null ? [draft.slice(0, at), draft.slice(at)] : ["", ""];
      put(before === "" || /\s$/.test(before) ? before : `${before} `, taken.words, after);
    }
    setAsked(false);
  };
  const fill = (gap: Gap) => select.now(gap.from, gap.to);

  return {
    list,
    seeks,
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
    focus: {
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
      onSelect: (event: { currentTarget: HTMLTextAreaElement }) =>
        setCaret(event.currentTarget.selectionStart),
    },
  };
}

/** What is called so. What nothing is called is no search: it is what somebody wants to say. */
function phrases(offered: readonly Offered[] | undefined, sought: string | null): Suggestion[] | null {
  if (!offered) return null;
  const matching = found(offered, sought ?? "");
  return matching.length > 0 || !sought ? matching.map((one) => ({ ...one, hint: one.words })) : null;
}

/** Whoever is called so; nobody: it is no name. */
function persons(people: readonly PersonRef[], sought: string): Suggestion[] | null {
  const named = people.map((one) => ({ ...one, title: one.name, group: "", hint: roleWord(one.role) }));
  const matching = found(named, sought);
  return matching.length > 0 ? matching : null;
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
