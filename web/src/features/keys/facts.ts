/** What pages say about keys: when each holder was added, under which name, and what identifies the clinic. */
import { type Bytes, concat, hex } from "../../crypto/mh1/bytes";
import { type Card, DEVICE, KIT, PASSKEY } from "../../crypto/mh1/cards";
import { hash } from "../../crypto/mh1/primitives";
import { ADD_HOLDER, GENESIS } from "../../crypto/mh1/userchain";
import { keyWords } from "../../i18n/keys";
import { outlineOf } from "../../keyring/lineage";
import type { Own } from "../../keyring/own";
import { shortDate } from "../../lib/dates";

const text = keyWords;

export interface HeldBy {
  readonly card: Card;
  readonly added: Date;
  readonly name: string;
  readonly here: boolean;
}

/** All holders: this browser first, then the oldest. */
export function holdersOf(own: Own): HeldBy[] {
  const added = addedAt(own.ground.entries);
  const here = own.device && hex(own.device.id);
  return [...own.chain.holders.values()]
    .map((card) => {
      const at = added.get(hex(card.id)) ?? new Date(0);
      return {
        card,
        added: at,
        here: hex(card.id) === here,
        name: nameOf(own, card, at, hex(card.id) === here),
      };
    })
    .sort((a, b) => Number(b.here) - Number(a.here) || a.added.getTime() - b.added.getTime());
}

function nameOf(own: Own, card: Card, added: Date, here: boolean): string {
  if (card.kind === KIT) return text.kitOfDate(shortDate(added));
  const label = own.pins.labels.find(({ holder }) => hex(holder) === hex(card.id))?.text;
  if (label) return label;
  if (card.kind === DEVICE) return here ? text.thisBrowser : text.anotherBrowser;
  return card.kind === PASSKEY ? text.passkey : text.passphrase;
}

/** When each holder came, by the time in the entry that its owner signed. */
function addedAt(entries: readonly Bytes[]): Map<string, Date> {
  const added = new Map<string, Date>();
  for (const entry of entries) {
    const { type, ts, body } = outlineOf(entry);
    const cards =
      type === GENESIS ? [body.get(0), ...asList(body.get(2))] : type === ADD_HOLDER ? [body.get(0)] : [];
    for (const card of cards) {
      const [id] = asList(card);
      if (id instanceof Uint8Array) added.set(hex(id), new Date(ts));
    }
  }
  return added;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** When the chain changed last. */
export function lastChange(own: Own): Date {
  const last = own.ground.entries.at(-1);
  return new Date(last ? outlineOf(last).ts : 0);
}

/** What names the clinic: the hash of its three root keys. */
export function rootsHash(roots: readonly Bytes[]): Bytes {
  return hash(concat(...roots));
}

/** 128 bits of that, in groups that people can compare. */
export function rootsFingerprint(roots: readonly Bytes[]): string {
  return hex(rootsHash(roots).slice(0, 16)).replace(/.{4}(?=.)/g, "$& ");
}
