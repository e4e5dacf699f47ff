/** Argon2id in a worker of its own, so that the page stays alive meanwhile and can stop it. */
import type { Bytes } from "../crypto/mh1/bytes";
import type { Stretch } from "../crypto/mh1/slots";

/** What the worker is told. */
export interface ToStretch {
  readonly passphrase: Bytes;
  readonly salt: Bytes;
}

/** Once `signal` is aborted the work ends at once, and nothing of it is left. */
export function stretchApart(signal: AbortSignal): Stretch {
  return async (passphrase, salt) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL("./stretching.worker.ts", import.meta.url), { type: "module" });
    try {
      return await new Promise<Bytes>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        worker.onmessage = ({ data }: MessageEvent<Bytes>) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message || "the worker did not start"));
        worker.postMessage({ passphrase, salt } satisfies ToStretch);
      });
    } finally {
      worker.terminate();
    }
  };
}
