/** What a screen shows instead of its content: nothing yet, nothing at all, or a failure. */
import { Button } from "@mantine/core";
import { IconCloudOff, IconMoodEmpty, IconPlugConnectedX, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { words } from "../i18n";
import { Unreachable } from "../lib/problem";
import { failureWords } from "./failure-words";
import styles from "./states.module.css";

/** Nothing here, and what comes next or what to do. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.state} data-state>
      <span className={styles.icon} aria-hidden="true">
        {icon ?? <IconMoodEmpty />}
      </span>
      <p className={styles.title}>{title}</p>
      {children ? <p className={styles.body}>{children}</p> : null}
      {action}
    </div>
  );
}

/** A list narrowed until nobody is left, and the way back to all of it. */
export function NobodyFits({
  all,
  onAll,
  children,
}: {
  all: string;
  onAll: () => void;
  children: ReactNode;
}) {
  return (
    <EmptyState
      icon={<IconSearch />}
      title={words.common.nobodyFits}
      action={<Button onClick={onAll}>{all}</Button>}
    >
      {children}
    </EmptyState>
  );
}

/** A failed load, with the one thing to do about it. */
export function ErrorState({ error, retry, title }: { error: unknown; retry?: () => void; title?: string }) {
  return (
    <div className={styles.state} data-state role="alert">
      <span className={styles.icon} aria-hidden="true">
        {error instanceof Unreachable ? <IconCloudOff /> : <IconPlugConnectedX />}
      </span>
      <p className={styles.title}>{title ?? words.common.errors.title}</p>
      <p className={styles.body}>{failureWords(error)}</p>
      {retry ? <Button onClick={retry}>{words.common.tryAgain}</Button> : null}
    </div>
  );
}

/** A refusal beside the form it belongs to. */
export function FormError({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p className={styles.formError} role="alert">
      <strong>{words.common.errors.notSaved}.</strong> {failureWords(error)} {words.common.errors.kept}
    </p>
  );
}

/** One grey line of a page that is still coming. */
export function Bone({
  width = "100%",
  height = 14,
  round,
}: {
  width?: number | string;
  height?: number;
  round?: boolean;
}) {
  return <span className={styles.bone} style={{ width, height, borderRadius: round ? "50%" : undefined }} />;
}

/** Rows of a list that is still coming; as high as the real ones, so that nothing jumps. */
export function RowsSkeleton({ rows = 6, avatar = false }: { rows?: number; avatar?: boolean }) {
  return (
    <div className={styles.rows} role="status">
      <span className="ct-hidden">{words.common.loading}</span>
      {Array.from({ length: rows }, (_, index) => `row-${index}`).map((key, index) => (
        <div key={key} className={styles.row}>
          {avatar ? <Bone width={28} height={28} round /> : null}
          <span className={styles.rowText}>
            <Bone width={`${48 - (index % 3) * 8}%`} />
            <Bone width={`${72 - (index % 4) * 9}%`} height={12} />
          </span>
        </div>
      ))}
    </div>
  );
}
