/** Pages for addresses that lead nowhere and for what should not have happened. */
import { Button } from "@mantine/core";
import { IconCompassOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { words } from "../i18n";
import { Problem, Unreachable } from "../lib/problem";
import { ClosedPage } from "../routes/public/closed";
import { HelpFrame } from "../routes/public/frame";
import { EmptyState } from "../ui/states";
import styles from "./error-page.module.css";

export function NotFoundPage() {
  return (
    <HelpFrame>
      <div className={styles.page}>
        <EmptyState
          icon={<IconCompassOff />}
          title={words.common.notFoundTitle}
          action={<Button renderRoot={(props) => <Link to="/" {...props} />}>{words.common.goHome}</Button>}
        >
          {words.common.notFoundBody}
        </EmptyState>
      </div>
    </HelpFrame>
  );
}

export function ErrorPage({ error }: { error: unknown }) {
  if (error instanceof Problem || error instanceof Unreachable) return <ClosedPage error={error} />;
  return (
    <HelpFrame>
      <div className={styles.page}>
        <EmptyState
          title={words.common.crashTitle}
          action={<Button onClick={() => window.location.reload()}>{words.common.reload}</Button>}
        >
          {words.common.crashBody}
        </EmptyState>
      </div>
    </HelpFrame>
  );
}
