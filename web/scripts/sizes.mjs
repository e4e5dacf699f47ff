/** What a page loads, gzipped, to read and send in conversations beyond what every page has; prints JSON. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { build } from "vite";

const root = path.resolve(import.meta.dirname, "..");
const BEGINS = ["src/talk/room.ts", "src/keyring/own.ts"];
const CRYPTO = /src\/crypto\/|node_modules\/(@noble|@hpke|mlkem|cborg)\//;

const outDir = mkdtempSync(path.join(tmpdir(), "sizes-"));
const { output } = await build({
  ...{ root, configFile: false, logLevel: "error", publicDir: false, plugins: [react()] },
  build: { outDir, target: "es2022", modulePreload: { polyfill: false } },
});
rmSync(outDir, { recursive: true });

const chunks = new Map(output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]));

function reached(names, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    reached(chunks.get(name)?.imports ?? [], found);
  }
  return found;
}

const holding = (file) =>
  [...chunks.values()].filter(({ moduleIds }) => moduleIds.some((id) => id.endsWith(file)));
const always = reached([...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
const needed = reached(BEGINS.flatMap(holding).map(({ fileName }) => fileName));
const gzipped = {};
const share = { crypto: 0, all: 0 };
for (const name of needed) {
  const chunk = always.has(name) ? undefined : chunks.get(name);
  if (chunk === undefined) continue;
  gzipped[name.replace(/^assets\/(.*)-.{8}\.js$/, "$1")] = gzipSync(chunk.code, { level: 9 }).length;
  for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
    share.all += renderedLength;
    if (CRYPTO.test(id)) share.crypto += renderedLength;
  }
}
const total = Object.values(gzipped).reduce((sum, size) => sum + size, 0);
const cryptoShare = Math.round((100 * share.crypto) / share.all);
process.stdout.write(
  `${JSON.stringify({ gzip_bytes: total, crypto_percent: cryptoShare, chunks: gzipped })}\n`,
);
