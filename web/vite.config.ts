/** Builds and serves the web client; the nonce placeholder is replaced by the server for each response. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const api = process.env.CARETEAM_API ?? "http://localhost:8000";

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    assetsInlineLimit: 0,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, strictPort: true, proxy: { "/api": { target: api, ws: true } } },
  preview: { port: 4173, proxy: { "/api": { target: api, ws: true } } },
  test: {
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "http://localhost/" } },
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
