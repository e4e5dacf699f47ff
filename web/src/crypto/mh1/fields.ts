/** Reads decoded CBOR by its shape: exactly the keys that belong there, each of its type and length. */
import { type Bytes, equal } from "./bytes";
import { type Cbor, decode } from "./encoding";
import { demand, Refused, type Rule } from "./refused";

/** The members of a map or of a list of fixed length, read one by one. */
export class Fields {
  constructor(
    private readonly members: ReadonlyMap<number, Cbor>,
    private readonly rule: Rule,
  ) {}

  has(key: number): boolean {
    return this.members.has(key);
  }

  value(key: number): Cbor {
    const value = this.members.get(key);
    if (value === undefined) throw new Refused(this.rule, `key ${key} is missing`);
    return value;
  }

  /** Demands one value of a field. */
  is(key: number, wanted: number | string | null): this {
    demand(this.value(key) === wanted, this.rule, `key ${key} has another value`);
    return this;
  }

  /** Demands these bytes in a field. */
  isBytes(key: number, wanted: Uint8Array): this {
    demand(equal(this.bytes(key), wanted), this.rule, `key ${key} has another value`);
    return this;
  }

  uint(key: number, largest = Number.MAX_SAFE_INTEGER): number {
    const value = this.value(key);
    demand(
      typeof value === "number" && value >= 0 && value <= largest,
      this.rule,
      `key ${key} is no such number`,
    );
    return value;
  }

  text(key: number): string {
    const value = this.value(key);
    demand(typeof value === "string", this.rule, `key ${key} is no text`);
    return value;
  }

  bytes(key: number, shortest = 0, longest = shortest || Number.POSITIVE_INFINITY): Bytes {
    const value = this.value(key);
    demand(value instanceof Uint8Array, this.rule, `key ${key} is no byte string`);
    demand(value.length >= shortest && value.length <= longest, this.rule, `key ${key} has another length`);
    return value as Bytes;
  }

  bytesOrNull(key: number, length: number): Bytes | null {
    return this.value(key) === null ? null : this.bytes(key, length);
  }

  list(key: number): Cbor[] {
    const value = this.value(key);
    demand(Array.isArray(value), this.rule, `key ${key} is no list`);
    return value;
  }

  /** A list whose items are read one by one. */
  each<T>(key: number, read: (item: Cbor) => T): T[] {
    return this.list(key).map(read);
  }

  /** A list of fixed length. */
  tuple(key: number, length: number): Fields {
    return tuple(this.value(key), length, this.rule);
  }

  /** A map with exactly these keys, and maybe the others. */
  map(key: number, required: readonly number[], optional: readonly number[] = []): Fields {
    return mapOf(this.value(key), required, this.rule, optional);
  }
}

/** A map with exactly the required keys, and maybe optional ones. */
export function mapOf(
  value: Cbor,
  required: readonly number[],
  rule: Rule,
  optional: readonly number[] = [],
): Fields {
  demand(value instanceof Map, rule, "not a map");
  for (const key of required) demand(value.has(key), rule, `key ${key} is missing`);
  const most = new Set([...required, ...optional]);
  for (const key of value.keys()) demand(most.has(key), rule, `key ${key} does not belong here`);
  return new Fields(value, rule);
}

/** A list of exactly this length. */
export function tuple(value: Cbor, length: number, rule: Rule): Fields {
  demand(Array.isArray(value) && value.length === length, rule, `not a list of ${length}`);
  return new Fields(new Map(value.entries()), rule);
}

/** A byte string of exactly this length. */
export function bytesOf(value: Cbor, length: number, rule: Rule): Bytes {
  demand(value instanceof Uint8Array && value.length === length, rule, `not ${length} bytes`);
  return value as Bytes;
}

/** Decodes bytes that hold such a map. */
export function decodeMap(
  data: Bytes,
  required: readonly number[],
  rule: Rule,
  optional: readonly number[] = [],
): Fields {
  return mapOf(decode(data), required, rule, optional);
}
