/** What a message says, once opened: text and its edits, retractions, reactions, receipts, forms, calls (3.6). */
import type { Bytes } from "./bytes";
import { type Cbor, decode, encode } from "./encoding";
import { bytesOf, Fields, mapOf, tuple } from "./fields";
import { demand } from "./refused";

export const TEXT = 0;
export const EDIT = 1;
export const RETRACT = 2;
export const REACTION = 3;
export const REACTION_REMOVE = 4;
export const RECEIPT = 5;
export const FORM = 6;
export const CALL = 7;

const REPLY_KEY = 3;
const ATTACHMENTS_KEY = 4;
const REFS_KEY = 5;
const MID_BYTES = 16;

/** Size and root of the transparency log, as the writer has last verified them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Bytes;
}

/** A stored file, as a reader needs it. */
export interface StoredFile {
  readonly blob: Bytes;
  readonly key: Bytes;
  readonly size: number;
  readonly sha256: Bytes;
}

/** A file with its name, media type and maybe a small picture of it. */
export interface Attachment extends StoredFile {
  readonly name: string;
  readonly mime: string;
  readonly thumb?: StoredFile;
}

/** The content of a message; which members a type needs and may have is checked both ways. */
export interface Content {
  readonly type: number;
  readonly text?: string;
  readonly gossip?: TreeHead;
  readonly reply?: Bytes;
  readonly attachments?: readonly Attachment[];
  readonly refs?: readonly Bytes[];
  readonly target?: Bytes;
  readonly base?: Bytes;
  readonly emoji?: string;
  readonly reason?: string;
  readonly lang?: string;
}

/** Per type: the keys it must have, and those it may have beside 2 and 5. */
const SHAPES: readonly (readonly [required: number[], optional: number[]])[] = [
  [[1], [3, 4, 10]],
  [
    [1, 6, 7],
    [4, 10],
  ],
  [[6, 7], [9]],
  [[6, 8], []],
  [[6, 8], []],
  [[6], []],
  [[1], [3, 10]],
  [[1], []],
];

/** 0 for what people read, 1 for events about it: all of the type that the server sees. */
export function classOf(type: number): number {
  return type === TEXT || type === FORM ? 0 : 1;
}

/** Reads content bytes, and refuses a type, key or value that the specification lacks. */
export function parseContent(data: Bytes): Content {
  const value = decode(data);
  demand(value instanceof Map, "message", "content is no map");
  const type = new Fields(value, "message").uint(0);
  const shape = SHAPES[type];
  demand(shape !== undefined, "message", "an unknown content type");
  const map = mapOf(value, [0, ...shape[0]], "message", [2, 5, ...shape[1]]);
  const given = <T>(key: number, name: string, read: (key: number) => T) =>
    map.has(key) ? { [name]: read(key) } : {};
  const text = (key: number) => map.text(key);
  return {
    type,
    ...given(1, "text", text),
    ...given(2, "gossip", () => treeHead(map.value(2))),
    ...given(REPLY_KEY, "reply", (key) => map.bytes(key, MID_BYTES)),
    ...given(ATTACHMENTS_KEY, "attachments", (key) => map.each(key, attachment)),
    ...given(REFS_KEY, "refs", (key) => map.each(key, (item) => bytesOf(item, 16, "message"))),
    ...given(6, "target", (key) => map.bytes(key, MID_BYTES)),
    ...given(7, "base", (key) => map.bytes(key, 32)),
    ...given(8, "emoji", text),
    ...given(9, "reason", text),
    ...given(10, "lang", text),
  };
}

function treeHead(value: Cbor): TreeHead {
  const pair = tuple(value, 2, "message");
  return { size: pair.uint(0), root: pair.bytes(1, 32) };
}

function stored(fields: Fields): StoredFile {
  return {
    blob: fields.bytes(0, 16),
    key: fields.bytes(1, 32),
    size: fields.uint(2),
    sha256: fields.bytes(3, 32),
  };
}

function attachment(value: Cbor): Attachment {
  const map = mapOf(value, [0, 1, 2, 3, 4, 5], "message", [6]);
  const file = { ...stored(map), name: map.text(4), mime: map.text(5) };
  return map.has(6) ? { ...file, thumb: stored(map.tuple(6, 4)) } : file;
}

/** Writes content bytes that `parseContent` accepts. */
export function encodeContent(content: Content): Bytes {
  const entries: [number, Cbor | undefined][] = [
    [0, content.type],
    [1, content.text],
    [2, content.gossip && [content.gossip.size, content.gossip.root]],
    [REPLY_KEY, content.reply],
    [ATTACHMENTS_KEY, content.attachments?.map(attachmentMap)],
    [REFS_KEY, content.refs && [...content.refs]],
    [6, content.target],
    [7, content.base],
    [8, content.emoji],
    [9, content.reason],
    [10, content.lang],
  ];
  const data = encode(new Map(entries.filter((entry): entry is [number, Cbor] => entry[1] !== undefined)));
  parseContent(data);
  return data;
}

const storedList = (file: StoredFile): Cbor[] => [file.blob, file.key, file.size, file.sha256];

function attachmentMap(file: Attachment): Cbor {
  const map = new Map<number, Cbor>(storedList(file).entries());
  map.set(4, file.name).set(5, file.mime);
  return file.thumb ? map.set(6, storedList(file.thumb)) : map;
}
