/** Checks a file of mh1 vectors: one line per failure, then `N passed, N failed`; exits 0 only when none failed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { bundle } from "./mh1-bundle.mjs";

async function check(file) {
  const folder = mkdtempSync(path.join(tmpdir(), "mh1-"));
  try {
    await bundle("vectors/check.ts", folder, "check");
    const { checkText } = await import(pathToFileURL(path.join(folder, "check.js")).href);
    return await checkText(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [name] = process.argv.slice(2);
if (name === undefined) {
  process.stderr.write("Usage: npm run mh1:check -- FILE\n");
  process.exit(2);
}
// npm runs scripts in the package's folder; the file is named from where the caller stands.
const { failures, summary } = await check(path.resolve(process.env.INIT_CWD ?? process.cwd(), name));
for (const failure of failures) process.stdout.write(`${failure}\n`);
process.stdout.write(`${summary}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
