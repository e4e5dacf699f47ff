/** The recovery kit: 19 random bytes and a check byte, as 32 characters that people can write down (3.7). */
import { type Bytes, concat, utf8 } from "./bytes";
import { hash } from "./primitives";
import { demand } from "./refused";

export const KIT_BYTES = 19;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS = 32;
const BITS = 5n;
const LIKE_DIGITS: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" };

/** Bytes as characters that people can write down, five bits each, the first bits first; groups of four. */
export function writtenDown(bytes: Bytes): string {
  const characters = Math.floor((bytes.length * 8) / Number(BITS));
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  number >>= BigInt(bytes.length * 8) - BITS * BigInt(characters);
  const written = Array.from(
    { length: characters },
    (_, i) => ALPHABET[Number((number >> (BITS * BigInt(characters - 1 - i))) & 31n)],
  );
  return written.join("").replace(/.{4}(?=.)/g, "$&-");
}

/** What somebody typed for such characters, as they stand there: any case, any dashes, O for 0, I and L for 1. */
export function asWritten(typed: string): string {
  const characters = typed.replace(/[ -]/g, "").toUpperCase();
  return Array.from(characters, (character) => LIKE_DIGITS[character] ?? character).join("");
}

/** The kit as it is printed: eight groups of four. */
export function kitText(kit: Bytes): string {
  demand(kit.length === KIT_BYTES, "slot", "a kit is 19 bytes");
  return writtenDown(concat(kit, checkByte(kit)));
}

/** The kit that somebody typed, in any case, with or without the dashes; refuses a slip. */
export function parseKit(typed: string): Bytes {
  // ASCII only, as letters of other alphabets have surprising capitals.
  demand(/^[0-9A-Za-z -]*$/.test(typed), "slot", "a character that no kit has");
  const characters = asWritten(typed);
  demand(characters.length === CHARACTERS, "slot", "a kit has 32 characters");
  let number = 0n;
  for (const character of characters) {
    const value = ALPHABET.indexOf(character);
    demand(value >= 0, "slot", "a character that no kit has");
    number = (number << BITS) | BigInt(value);
  }
  const bytes = new Uint8Array(KIT_BYTES + 1);
  for (let i = KIT_BYTES; i >= 0; i--, number >>= 8n) bytes[i] = Number(number & 255n);
  const kit = bytes.slice(0, KIT_BYTES);
  demand(bytes[KIT_BYTES] === checkByte(kit)[0], "slot", "the kit was mistyped");
  return kit;
}

function checkByte(kit: Bytes): Bytes {
  return hash(concat(utf8("mh1/kit"), kit)).slice(0, 1);
}
