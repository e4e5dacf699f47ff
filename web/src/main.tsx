/** Starts the client. */
import "./app/security";
import "@fontsource-variable/inter/wght.css";
import "./ui/tokens.css";
import "./ui/mantine.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/providers";
import { startWorker } from "./lib/worker";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
startWorker();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
