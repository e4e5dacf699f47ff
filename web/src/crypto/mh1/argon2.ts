/** Argon2id with the constants of version 1. A module of its own, so that its WebAssembly loads only where it is used. */
import { argon2id as plain } from "@noble/hashes/argon2.js";
import { argon2id as fast } from "hash-wasm";
import { type Bytes, copy } from "./bytes";

const PASSES = 3;
const KIBIBYTES = 64 * 1024;
const LANES = 4;
const OUTPUT_BYTES = 32;

/** 64 MiB, three passes, four lanes, 32 bytes: fixed here, never taken from a server. */
export async function stretch(passphrase: Bytes, salt: Bytes): Promise<Bytes> {
  // hash-wasm takes no empty passphrase; the specification does.
  if (passphrase.length === 0) {
    return copy(plain(passphrase, salt, { t: PASSES, m: KIBIBYTES, p: LANES, dkLen: OUTPUT_BYTES }));
  }
  const cost = { parallelism: LANES, iterations: PASSES, memorySize: KIBIBYTES, hashLength: OUTPUT_BYTES };
  return copy(await fast({ password: passphrase, salt, ...cost, outputType: "binary" }));
}
