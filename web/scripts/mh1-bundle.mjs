/** Bundles a module of the protocol library for Node and browsers alike; nothing of it goes into the app. */
import path from "node:path";
import { build } from "vite";

/** Writes `FOLDER/NAME.js` with its lazily loaded parts, from `src/crypto/mh1/ENTRY`. */
export async function bundle(entry, folder, name) {
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      target: "es2022",
      outDir: folder,
      emptyOutDir: false,
      lib: {
        entry: path.resolve(import.meta.dirname, "../src/crypto/mh1", entry),
        formats: ["es"],
        fileName: () => `${name}.js`,
      },
    },
  });
}
