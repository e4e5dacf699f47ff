/** Starts the client. */
import "./app/security";
import "@fontsource-variable/inter/wght.css";
import "./ui/tokens.css";
import "./ui/mantine.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/providers";
import { takeLinkFacts } from "./keyring/invited";
import { takeKitFromAddress } from "./keyring/offered";
import { startWorker } from "./lib/worker";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
takeKitFromAddress();
takeLinkFacts();
startWorker();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
