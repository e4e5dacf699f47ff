/** Says that the page is not live, and nothing while it is. */
import { useNetwork } from "@mantine/hooks";
import { IconCloudOff, IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { words } from "../i18n";
import { useConnection, useSession } from "../live/session";
import { StatusLine } from "../ui/status-line";

/** A blink of the line is no news. */
const PATIENCE = 1_500;

export function ConnectionLine() {
  const { state } = useConnection();
  const { online } = useNetwork();
  const { home } = useSession();
  const writes = home === "home" || home === "today";
  const live = state === "open" || state === "closed" || state === "refused";
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (live) return;
    const timer = window.setTimeout(() => setLate(true), PATIENCE);
    return () => window.clearTimeout(timer);
  }, [live]);
  if (!online)
    return (
      <StatusLine tone="warn" icon={<IconCloudOff size={18} aria-hidden="true" />}>
        {writes ? words.shell.offline : words.shell.offlinePlain}
      </StatusLine>
    );
  if (live || !late) return null;
  return (
    <StatusLine tone="warn" icon={<IconRefresh size={18} aria-hidden="true" />}>
      {words.shell.reconnecting}
    </StatusLine>
  );
}
