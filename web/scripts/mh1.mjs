/**
 * The protocol library outside the app, from a bundle of its own that Node and browsers both take.
 *
 *   check FILE     one line per failure, then `N passed, N failed`; exits 0 only when none failed
 *   make FILE      writes vectors of fresh keys
 *   bundle FOLDER  writes the bundle, for a browser to load as `mh1.js`
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { build } from "vite";

async function bundle(folder) {
  const entry = path.resolve(import.meta.dirname, "../src/crypto/mh1/vectors/tool.ts");
  const lib = { entry, formats: ["es"], fileName: () => "mh1.js" };
  const options = { target: "es2022", outDir: folder, emptyOutDir: false, lib };
  await build({ configFile: false, logLevel: "error", publicDir: false, build: options });
}

async function withTool(use) {
  const folder = mkdtempSync(path.join(tmpdir(), "mh1-"));
  try {
    await bundle(folder);
    return await use(await import(pathToFileURL(path.join(folder, "mh1.js")).href));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    process.stderr.write(`${file} cannot be read: ${error.code}\n`);
    process.exit(2);
  }
}

async function check(file) {
  const text = textOf(file);
  const { failures, summary } = await withTool((tool) => tool.checkText(text));
  for (const failure of failures) process.stdout.write(`${failure}\n`);
  process.stdout.write(`${summary}\n`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

async function make(file) {
  writeFileSync(file, await withTool((tool) => tool.makeText(tool.systemRandom)));
}

const [what, name] = process.argv.slice(2);
const run = { check, make, bundle }[what];
if (run === undefined || name === undefined) {
  process.stderr.write("Usage: npm run mh1:check -- FILE, npm run mh1:make -- FILE\n");
  process.exit(2);
}
// npm runs scripts in the package's folder; the file is named from where the caller stands.
await run(path.resolve(process.env.INIT_CWD ?? process.cwd(), name));
