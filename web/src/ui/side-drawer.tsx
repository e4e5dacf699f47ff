/** A drawer over the page. While a dialog or a menu lies over it, Escape is theirs. */
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  size: number;
  children: ReactNode;
}

function isCovered(): boolean {
  const dialogs = document.querySelectorAll('[role="dialog"][aria-modal="true"]');
  return dialogs.length > 1 || document.querySelector('[role="menu"]') !== null;
}

export function SideDrawer({ onClose, ...drawer }: Props) {
  return <Drawer {...drawer} onClose={() => (isCovered() ? undefined : onClose())} />;
}
