/** Says on every page that one's keys are closed because something served is not as it must be. */
import { IconAlertTriangle } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { words } from "../i18n";
import { useStanding } from "../keyring/keyring";
import { StatusLine } from "../ui/status-line";

export function KeyLine() {
  const { state } = useStanding();
  const navigate = useNavigate();
  if (state !== "alert") return null;
  const text = words.keys;
  return (
    <StatusLine
      tone="danger"
      icon={<IconAlertTriangle size={18} aria-hidden="true" />}
      action={{ label: text.lookAtAlert, act: () => void navigate({ to: "/keys", search: {} }) }}
    >
      {text.alertLine}
    </StatusLine>
  );
}
