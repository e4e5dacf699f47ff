/** Stretches a passphrase apart from the page: the response that brings this script allows WebAssembly, and no other does. */
import { stretch } from "../crypto/mh1/argon2";
import type { ToStretch } from "./stretch-apart";

self.addEventListener("message", async ({ data }: MessageEvent<ToStretch>) => {
  self.postMessage(await stretch(data.passphrase, data.salt));
});
