/** Reporting a message: it alone is disclosed to the safety officer, and its signature proves who wrote it (3.12). */
import { openBox, reportOf, sealBox } from "./box";
import { type Bytes, equal } from "./bytes";
import { makeSign1, parseSign1, verifySign1 } from "./cose";
import type { Signer } from "./ed25519";
import { type Cbor, encode } from "./encoding";
import { OKM_BYTES, type Opened, openDisclosed, parseEnvelope, verifyEnvelope } from "./envelope";
import { decodeMap } from "./fields";
import type { Random } from "./primitives";
import { demand } from "./refused";

/** A report as its reporter signed it; the box is for the safety officer. */
export interface Report {
  readonly cid: Bytes;
  readonly mid: Bytes;
  readonly reporter: Bytes;
  readonly ts: number;
  readonly box: Bytes;
}

/** Seals an envelope and the 64 bytes that open it to the safety officer. */
export function sealDisclosure(
  officer: Bytes,
  cid: Bytes,
  mid: Bytes,
  reporter: Bytes,
  envelope: Bytes,
  okm: Bytes,
  random: Random,
): Promise<Bytes> {
  const disclosed = encode(new Map<number, Cbor>([envelope, okm].entries()));
  return sealBox(officer, reportOf(cid, mid, reporter), disclosed, random);
}

/** Opens a disclosure: the envelope must be of this conversation and message, and signed by the writer's key. */
export async function openDisclosure(
  seed: Bytes,
  cid: Bytes,
  mid: Bytes,
  reporter: Bytes,
  writer: Bytes,
  box: Bytes,
): Promise<Opened> {
  const map = decodeMap(await openBox(seed, reportOf(cid, mid, reporter), box), [0, 1], "message");
  const envelope = parseEnvelope(map.bytes(0));
  const same = equal(envelope.header.cid, cid) && equal(envelope.header.mid, mid);
  demand(same, "message", "the report is of another message");
  await verifyEnvelope(envelope, writer);
  return openDisclosed(envelope, map.bytes(1, OKM_BYTES));
}

/** Signs a report with a key of the reporter's chain. */
export function makeReport(reporter: Signer, report: Report): Promise<Bytes> {
  const values = [1, report.cid, report.mid, report.reporter, report.ts, report.box];
  return makeSign1(reporter, "mh1/report", encode(new Map<number, Cbor>(values.entries())));
}

/** Verifies a report under a key of the reporter's chain. */
export async function verifyReport(data: Bytes, pk: Bytes): Promise<Report> {
  const sign1 = parseSign1(data);
  await verifySign1(sign1, "mh1/report", pk);
  const map = decodeMap(sign1.payload, [0, 1, 2, 3, 4, 5], "message").is(0, 1);
  return {
    cid: map.bytes(1, 16),
    mid: map.bytes(2, 16),
    reporter: map.bytes(3, 16),
    ts: map.uint(4),
    box: map.bytes(5),
  };
}
