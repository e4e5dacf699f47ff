/** Offers a newer version of the program; nothing changes until one takes it, and drafts stay. */
import { IconSparkles } from "@tabler/icons-react";
import { words } from "../i18n";
import { useNewVersion } from "../lib/worker";
import { StatusLine } from "./status-line";

export function VersionLine() {
  const newer = useNewVersion();
  if (!newer) return null;
  const text = words.shell;
  return (
    <StatusLine
      tone="info"
      icon={<IconSparkles size={18} aria-hidden="true" />}
      action={{ label: text.newVersionUse, act: newer.use }}
    >
      {text.newVersion}
    </StatusLine>
  );
}
