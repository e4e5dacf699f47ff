/** What stands in the place of something that needs open keys: why, and the one thing to do. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconKey, IconLock } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { words } from "../i18n";
import { EmptyState, ErrorState, RowsSkeleton } from "../ui/states";
import { readKeyring, useKeyring } from "./keyring";

const text = words.keys;

/** `children` says in a sentence what the keys are for here. Nothing once they are open. */
export function KeysNeeded({ children }: { children?: ReactNode }) {
  const standing = useKeyring();
  switch (standing.state) {
    case "unlocked":
      return null;
    case "reading":
      return <RowsSkeleton rows={2} />;
    case "failed":
      return <ErrorState error={standing.error} retry={() => void readKeyring()} />;
    case "none":
      return (
        <EmptyState icon={<IconKey />} title={text.neededTitle} action={<ToKeys>{text.setUp}</ToKeys>}>
          {children}
        </EmptyState>
      );
    case "locked":
      return (
        <EmptyState icon={<IconLock />} title={text.lockedTitle} action={<ToKeys>{text.unlock}</ToKeys>}>
          {children}
        </EmptyState>
      );
    case "alert":
      return (
        <EmptyState
          icon={<IconAlertTriangle />}
          title={text.alertTitle}
          action={<ToKeys>{text.lookAtAlert}</ToKeys>}
        >
          {text.alertLine}
        </EmptyState>
      );
  }
}

function ToKeys({ children }: { children: ReactNode }) {
  const here = useRouterState({ select: ({ location }) => location.href });
  return (
    <Button renderRoot={(props) => <Link to="/keys" search={{ to: here }} {...props} />}>{children}</Button>
  );
}
