/** Builds and serves the web client; the nonce placeholder is replaced by the server for each response. */
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

const COMMON =
  /preload-helper|node_modules\/(?!@hpke|mlkem|@noble|cborg|hash-wasm|@scure|uqr)|src\/(ui|lib|i18n|live|client|app)\//;
const DOOR = /features\/identity\/|routes\/public|keyring\/(offered|here|sealed-here|passkey|server)/;
const PROTOCOL = /src\/crypto\/mh1|@hpke|mlkem|@noble|cborg/;

const api = process.env.CARETEAM_API ?? "http://localhost:8000";

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "worker",
      filename: "sw.ts",
      injectRegister: false,
      injectManifest: {
        globPatterns: [
          "index.html",
          "assets/*.{js,css}",
          "assets/inter-latin-wght-normal-*.woff2",
          "*.{svg,png}",
        ],
      },
      manifest: {
        id: "/",
        name: "Careteam",
        short_name: "Careteam",
        description: "You and your care team, around one plan.",
        start_url: "/",
        display: "standalone",
        background_color: "#F6F8FA",
        theme_color: "#F6F8FA",
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
    }),
  ],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    assetsInlineLimit: 0,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    // A page is a dozen files: what each page needs (`start`, `common`), what sign-in needs (`door`), what conversations
    // need (`talk`) and what other pages share (`parts`); else it is some fifty, and each is a way to the server and back.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "start", tags: ["$initial"], test: /src\/(features|keyring|talk|routes)\//, priority: 2 },
            { name: "door", test: DOOR, minShareCount: 2, priority: 2 },
            { name: "common", test: COMMON, minShareCount: 8, priority: 1 },
            { name: "talk", test: /src\/(talk|features\/(messaging|coverage|keys))\//, minShareCount: 2 },
            { name: "parts", test: /src\/(features|routes|keyring)\/|@tabler/, minShareCount: 2 },
            { name: "protocol", test: PROTOCOL, minShareCount: 4 },
          ],
        },
      },
    },
  },
  server: { port: 5173, strictPort: true, proxy: { "/api": { target: api, ws: true } } },
  preview: { port: 4173, proxy: { "/api": { target: api, ws: true } } },
  test: {
    environment: "node",
    environmentOptions: { happyDOM: { url: "http://localhost/" } },
    include: ["src/**/*.test.{ts,tsx}", "worker/*.test.ts"],
    restoreMocks: true,
  },
});
