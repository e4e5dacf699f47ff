/** The recovery kit and the account secret, as characters that people can write down (3.7). */
import { type Bytes, concat, utf8 } from "./bytes";
import { hash } from "./primitives";
import { demand } from "./refused";

export const KIT_BYTES = 19;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS = 32;
export const SECRET_BYTES = 16;
const SECRET_CHARACTERS = 28;
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
  return grouped(written.join(""));
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
  const kit = typedBytes(typed, CHARACTERS, KIT_BYTES);
  demand(kitText(kit) === grouped(asWritten(typed)), "slot", "the kit was mistyped");
  return kit;
}

/** The account secret as it is written down: seven groups of four, the last three characters being its check. */
export function secretText(secret: Bytes): string {
  demand(secret.length === SECRET_BYTES, "slot", "an account secret is 16 bytes");
  return writtenDown(concat(secret, hash(concat(utf8("mh1/secret"), secret)).slice(0, 2)));
}

/** The account secret that somebody typed; refuses a slip. */
export function parseSecret(typed: string): Bytes {
  const secret = typedBytes(typed, SECRET_CHARACTERS, SECRET_BYTES);
  demand(secretText(secret) === grouped(asWritten(typed)), "slot", "the account secret was mistyped");
  return secret;
}

/** The first bytes of what was typed; what follows is a check. */
function typedBytes(typed: string, characters: number, length: number): Bytes {
  // ASCII only, as letters of other alphabets have surprising capitals.
  demand(/^[0-9A-Za-z -]*$/.test(typed), "slot", "a character that is never written down");
  const written = asWritten(typed);
  demand(written.length === characters, "slot", "too many or too few characters");
  let number = 0n;
  for (const character of written) {
    const value = ALPHABET.indexOf(character);
    demand(value >= 0, "slot", "a character that is never written down");
    number = (number << BITS) | BigInt(value);
  }
  number >>= BITS * BigInt(characters) - 8n * BigInt(length);
  const bytes = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--, number >>= 8n) bytes[i] = Number(number & 255n);
  return bytes;
}

const grouped = (characters: string) => characters.replace(/.{4}(?=.)/g, "$&-");

function checkByte(kit: Bytes): Bytes {
  return hash(concat(utf8("mh1/kit"), kit)).slice(0, 1);
}
