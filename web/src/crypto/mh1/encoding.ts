/** Deterministic CBOR, restricted as section 3.1 says; whatever is decoded must encode to the same bytes again. */
import * as cborg from "cborg";
import { type Bytes, copy, equal } from "./bytes";
import { demand, Refused } from "./refused";

/** Everything the protocol ever encodes: no floats, no tags, map keys from 0 to 23. */
export type Cbor = number | string | boolean | null | Bytes | Cbor[] | CborMap;
export type CborMap = Map<number, Cbor>;

const DEEPEST = 16;
const LARGEST_KEY = 23;
const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  retainStringBytes: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowBigInt: false,
  allowInfinity: false,
  allowNaN: false,
};
type Tokens = NonNullable<cborg.DecodeOptions["tokenizer"]>;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** cborg's tokens, with texts read strictly: invalid UTF-8 is refused, a leading U+FEFF stays. */
class StrictTexts implements Tokens {
  private readonly tokens: cborg.Tokenizer;

  constructor(data: Bytes) {
    this.tokens = new cborg.Tokenizer(data, STRICT);
  }

  done(): boolean {
    return this.tokens.done();
  }

  pos(): number {
    return this.tokens.pos();
  }

  next(): cborg.Token {
    const token = this.tokens.next();
    if (token.byteValue === undefined) return token;
    return new cborg.Token(cborg.Type.string, utf8.decode(token.byteValue), token.encodedLength);
  }
}

/** The bytes of a value. Refuses a value that the protocol does not know. */
export function encode(value: Cbor): Bytes {
  checked(value, 0);
  return copy(cborg.encode(value));
}

/** The value of the bytes, if they are its one encoding. */
export function decode(data: Bytes): Cbor {
  const value = anyValue(data);
  demand(equal(encode(value), data), "encoding", "not the deterministic encoding");
  return value;
}

function anyValue(data: Bytes): Cbor {
  try {
    return cborg.decode(data, { ...STRICT, tokenizer: new StrictTexts(data) });
  } catch (error) {
    // cborg knows only plain errors; nesting beyond the stack is a RangeError, invalid UTF-8 a TypeError.
    throw new Refused("encoding", `not CBOR: ${error instanceof Error ? error.name : "unknown"}`);
  }
}

function checked(value: unknown, depth: number): void {
  demand(depth <= DEEPEST, "encoding", "nested too deep");
  if (typeof value === "number") demand(Number.isSafeInteger(value), "encoding", "not an integer below 2^53");
  else if (typeof value === "string")
    demand(!/\p{Surrogate}/u.test(value), "encoding", "a lone surrogate is no text");
  else if (Array.isArray(value)) for (const item of value) checked(item, depth + 1);
  else if (value instanceof Map) checkedMap(value, depth);
  else
    demand(
      value === null || typeof value === "boolean" || value instanceof Uint8Array,
      "encoding",
      "a type the protocol lacks",
    );
}

function checkedMap(map: Map<unknown, unknown>, depth: number): void {
  for (const [key, item] of map) {
    demand(typeof key === "number" && Number.isInteger(key), "encoding", "a map key is no integer");
    demand(key >= 0 && key <= LARGEST_KEY, "encoding", "a map key is outside 0 to 23");
    checked(item, depth + 1);
  }
}
