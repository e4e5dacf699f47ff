/** Padding to lengths that say little: ISO 7816-4 to 256 bytes, above that to Padmé's lengths (3.6). */
import { type Bytes, concat, equal } from "./bytes";
import { demand, type Rule } from "./refused";

const SHORTEST = 256;
const MARK = 0x80;

/** The Padmé length of n bytes: at most 12 % more, one of few. */
export function padme(n: number): number {
  if (n < 2) return n;
  const exponent = bits(n) - 1;
  const kept = bits(exponent);
  const step = 2 ** (exponent - kept);
  return Math.ceil(n / step) * step;
}

// Not Math.log2, which rounds up just below large powers of two.
const bits = (n: number) => n.toString(2).length;

/** The padded length of so many content bytes. */
export function paddedLength(contentLength: number): number {
  return Math.max(SHORTEST, padme(contentLength + 1));
}

/** The content, the mark, and zeros. */
export function pad(content: Bytes): Bytes {
  const padded = new Uint8Array(paddedLength(content.length));
  padded.set(content);
  padded[content.length] = MARK;
  return padded;
}

/** The content of padded bytes; refuses any other length or filling than `pad` makes. */
export function unpad(padded: Bytes, rule: Rule = "message"): Bytes {
  let end = padded.length;
  while (end > 0 && padded[end - 1] === 0) end--;
  demand(end > 0 && padded[end - 1] === MARK, rule, "the padding has no mark");
  const content = padded.slice(0, end - 1);
  demand(padded.length === paddedLength(content.length), rule, "padded to another length");
  return content;
}

/** Zeros up to the Padmé length, for files, whose size is kept beside them. */
export function fill(content: Bytes): Bytes {
  return concat(content, new Uint8Array(padme(content.length) - content.length));
}

/** Cuts the filling after `size` bytes, and refuses another length or anything but zeros. */
export function unfill(filled: Bytes, size: number): Bytes {
  demand(filled.length === padme(size), "file", "the file has another size");
  const filling = filled.subarray(size);
  demand(equal(filling, new Uint8Array(filling.length)), "file", "the filling is not zeros");
  return filled.slice(0, size);
}
