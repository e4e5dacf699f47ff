// @vitest-environment node
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bytes, copy, fromHex } from "./bytes";
import { parseCarried } from "./carried";
import { parseContent } from "./content";
import { parseSign1 } from "./cose";
import { type Cbor, decode, encode } from "./encoding";
import { parseEntry } from "./entries";
import { parseEnvelope } from "./envelope";
import { kitText, parseKit } from "./kit";
import { fill, pad, padme, unfill, unpad } from "./padding";
import { Refused } from "./refused";

const anyBytes = fc.uint8Array({ maxLength: 300 }).map(copy);
const anyText = fc.string({ unit: "binary", maxLength: 40 });
const integer = fc.maxSafeInteger();
const anyValue = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    integer,
    anyText,
    fc.boolean(),
    fc.constant(null),
    anyBytes,
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.nat({ max: 23 }), tie("value")), { maxLength: 4, selector: ([key]) => key })
      .map((entries) => new Map(entries)),
  ),
})).value;

const sortedMaps = (value: Cbor): unknown => {
  if (Array.isArray(value)) return value.map(sortedMaps);
  if (!(value instanceof Map)) return value;
  return [...value].sort(([a], [b]) => a - b).map(([key, item]) => [key, sortedMaps(item)]);
};

test("every value has one encoding, which decodes to it", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(sortedMaps(decode(encode(value)))).toEqual(sortedMaps(value));
    }),
  );
});

function isRefusal(parse: () => unknown): boolean {
  try {
    parse();
    return false;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}

const parseAll = (data: Bytes) => {
  isRefusal(() => decode(data));
  isRefusal(() => parseSign1(data));
  isRefusal(() => parseCarried(data, "mh1/user"));
  isRefusal(() => parseEnvelope(data));
  isRefusal(() => parseEntry(data));
  isRefusal(() => parseContent(data));
};

test("decoders refuse whatever bytes they are given, and never break", () => {
  fc.assert(fc.property(anyBytes, parseAll));
  fc.assert(fc.property(anyValue, (value) => parseAll(encode(value))));
});

test("one changed byte never gives the same value under another encoding", () => {
  fc.assert(
    fc.property(anyValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, change) => {
      const data = encode(value);
      const changed = copy(data);
      const i = at % data.length;
      changed[i] = (changed[i] ?? 0) ^ change;
      if (!isRefusal(() => decode(changed))) expect(encode(decode(changed))).toEqual(changed);
    }),
  );
});

test("arrays nested a million deep are refused, not a broken stack", () => {
  expect(isRefusal(() => decode(new Uint8Array(1_000_000).fill(0x81)))).toBe(true);
});

test("a text keeps its byte order mark, and half a character is refused", () => {
  expect(decode(fromHex("64efbbbf78"))).toBe("\ufeffx");
  expect(isRefusal(() => encode("\ud800"))).toBe(true);
  expect(isRefusal(() => encode(2 ** 53))).toBe(true);
  expect(isRefusal(() => encode(new Map([[24, 0]])))).toBe(true);
});

test("padding comes off as it went on, and its length says little", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }).map(copy), (content) => {
      const padded = pad(content);
      expect(unpad(padded)).toEqual(content);
      expect(unfill(fill(content), content.length)).toEqual(content);
      expect(padded.length).toBeGreaterThanOrEqual(256);
      expect(padme(padded.length)).toBe(padded.length);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 2 ** 50 }), (n) => {
      expect(padme(n)).toBeGreaterThanOrEqual(n);
      expect(padme(n)).toBeLessThanOrEqual(n * 1.12);
    }),
  );
});

test("a kit is read as people type it, and one wrong character is noticed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 19, maxLength: 19 }).map(copy), (kit) => {
      const text = kitText(kit);
      expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(
        parseKit(text.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")),
      ).toEqual(kit);
    }),
  );
  expect(isRefusal(() => parseKit("E7WD-EH2E-AZ0X-3EHG-TK6E-KH\u0131T-5Z1E-575K"))).toBe(true);
  expect(isRefusal(() => parseKit("E7WD-ZH2E-AZ0X-3EHG-TK6E-KH1T-5Z1E-575K"))).toBe(true);
});
