/** Imported before anything else: hands the page's nonce to those who write styles, and admits no HTML from strings. */
import { setNonce } from "get-nonce";

interface PolicyFactory {
  createPolicy: (
    name: string,
    rules: { createHTML: (text: string) => string; createScriptURL: (url: string) => string },
  ) => unknown;
}

const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');

/** Scripts that run apart from the page, each under the policy of its own response. */
const APART = /^\/(sw\.js|assets\/stretching\.worker-[\w-]+\.js)$/;

/** The nonce of this response; the attribute itself is hidden from scripts, the property is not. */
export const nonce = meta?.nonce ?? "";
setNonce(nonce);

const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
factory?.createPolicy("default", {
  createHTML: (text) => {
    if (text.includes("<")) throw new TypeError("markup from a string is refused");
    return text;
  },
  createScriptURL: (url) => {
    const wanted = new URL(url, window.location.origin);
    if (wanted.origin !== window.location.origin || !APART.test(wanted.pathname)) {
      throw new TypeError("only workers may be loaded by address");
    }
    return url;
  },
});
