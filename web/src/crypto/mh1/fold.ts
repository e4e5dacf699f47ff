/** What readers see after edits, retractions, reactions and receipts; the originals stay for the record (3.6). */
import { type Bytes, equal, hex } from "./bytes";
import { type Content, EDIT, FORM, REACTION, REACTION_REMOVE, RECEIPT, RETRACT, TEXT } from "./content";
import type { Envelope } from "./envelope";

/** A text or form as it is now, and every version that was honoured. */
export interface Item {
  readonly mid: Bytes;
  readonly author: Bytes;
  /** The latest content; null once retracted. */
  readonly content: Content | null;
  /** Envelope hashes; an edit or retraction must name the last one. */
  readonly versions: readonly Bytes[];
}

/** A conversation as its readers see it; keys are hex. */
export class Folded {
  readonly items = new Map<string, Item>();
  /** Per message and emoji, who reacted. */
  readonly reactions = new Map<string, Map<string, Set<string>>>();
  /** Per message, who has read it. */
  readonly receipts = new Map<string, Set<string>>();

  /** Takes the next message in the server's order. */
  take({ header, hash }: Envelope, content: Content): void {
    const { type, target, emoji } = content;
    if (type === TEXT || type === FORM) {
      this.items.set(hex(header.mid), { mid: header.mid, author: header.sender, content, versions: [hash] });
    } else if (target !== undefined) {
      if (type === EDIT || type === RETRACT) this.revise(hex(target), header.sender, hash, content);
      if (type === RECEIPT) at(this.receipts, hex(target), () => new Set()).add(hex(header.sender));
      if (emoji === undefined) return;
      const people = at(
        at(this.reactions, hex(target), () => new Map()),
        emoji,
        () => new Set<string>(),
      );
      if (type === REACTION) people.add(hex(header.sender));
      if (type === REACTION_REMOVE) people.delete(hex(header.sender));
    }
  }

  /** Honoured only of the author and upon the latest version; after a retraction nothing is. */
  private revise(mid: string, sender: Bytes, hash: Bytes, content: Content): void {
    const item = this.items.get(mid);
    const base = item?.versions.at(-1);
    if (item === undefined || base === undefined || content.base === undefined || item.content === null)
      return;
    if (!equal(item.author, sender) || !equal(base, content.base)) return;
    const latest = content.type === EDIT ? content : null;
    this.items.set(mid, { ...item, content: latest, versions: [...item.versions, hash] });
  }
}

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
