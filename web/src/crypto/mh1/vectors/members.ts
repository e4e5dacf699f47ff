/** Reads the members of a vector: bytes from lower-case hex, integers, texts and lists, each of its kind. */
import { type Bytes, equal, fromHex, hex } from "../bytes";
import { hash } from "../primitives";

/** A check that does not hold, or a vector that cannot be read. Never a refusal. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
}

/** Demands something of the file or of a result. */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Mismatch(message);
}

/** Demands equal bytes. */
export function expectBytes(what: string, got: Uint8Array, wanted: Uint8Array): void {
  expectThat(equal(got, wanted), `${what} differs`);
}

/** Demands equal numbers, texts, or lists of them. */
export function expectSame(what: string, got: unknown, wanted: unknown): void {
  expectThat(JSON.stringify(got) === JSON.stringify(wanted), `${what} differs`);
}

/** Bytes from their lower-case hex. */
export function bytesOf(value: unknown): Bytes {
  expectThat(typeof value === "string" && /^(?:[0-9a-f]{2})*$/.test(value), "not lower-case hex");
  return fromHex(value);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of one JSON object. */
export class Members {
  constructor(readonly all: Readonly<Record<string, unknown>>) {}

  static of(value: unknown): Members {
    expectThat(isObject(value), "not an object");
    return new Members(value);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.all, name) && this.all[name] !== null;
  }

  value(name: string): unknown {
    expectThat(Object.hasOwn(this.all, name), `${name} is missing`);
    return this.all[name];
  }

  hex(name: string): Bytes {
    return bytesOf(this.value(name));
  }

  number(name: string): number {
    const value = this.value(name);
    expectThat(typeof value === "number" && Number.isInteger(value), `${name} is no integer`);
    return value;
  }

  text(name: string): string {
    const value = this.value(name);
    expectThat(typeof value === "string", `${name} is no text`);
    return value;
  }

  /** A list; an absent one is empty. */
  list(name: string): unknown[] {
    if (!this.has(name)) return [];
    const value = this.value(name);
    expectThat(Array.isArray(value), `${name} is no list`);
    return value;
  }

  hexes(name: string): Bytes[] {
    return this.list(name).map(bytesOf);
  }

  object(name: string): Members {
    return Members.of(this.value(name));
  }

  objects(name: string): Members[] {
    return this.list(name).map(Members.of);
  }

  /** A list of pairs of a number or text and bytes. */
  pairs(name: string): (readonly [unknown, Bytes])[] {
    return this.list(name).map((item) => {
      expectThat(Array.isArray(item) && item.length === 2, `${name} is no list of pairs`);
      return [item[0], bytesOf(item[1])] as const;
    });
  }

  /** The vector's boxes, found by their hash. */
  boxes(): Map<string, Bytes> {
    return new Map(this.hexes("boxes").map((box) => [hex(hash(box)), box]));
  }
}
