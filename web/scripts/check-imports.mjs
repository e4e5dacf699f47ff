/** Runs dependency-cruiser and refuses a run that saw fewer modules than there are files (it is green over nothing). */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const { forbidden, options } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const { output } = await cruise(["src"], { ...options, ruleSet: { forbidden }, validate: true }, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
const { violations } = output.summary;
const own = output.modules.filter((module) => /^src\/.*\.tsx?$/.test(module.source)).length;
const files = readdirSync("src", { recursive: true }).filter((name) => /\.tsx?$/.test(name)).length;
for (const { rule, from, to } of violations) process.stderr.write(`${rule.name}: ${from} -> ${to}\n`);
if (own < files) process.stderr.write(`only ${own} of ${files} files were looked at\n`);
process.stdout.write(`imports: ${own} modules of ${files} files, ${violations.length} violations\n`);
process.exit(violations.length > 0 || own < files ? 1 : 0);
