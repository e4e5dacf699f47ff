/** The plan's versions: who made which, when and why. */
import { Modal } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { PlanVersion } from "../../client/types";
import { words } from "../../i18n";
import { MoreButton } from "../../ui/more-button";
import { RoleWord } from "../../ui/person";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import styles from "./forms.module.css";
import { versionsQuery } from "./queries";

const text = words.plans;

type Comparing = (before: PlanVersion, after: PlanVersion) => ReactNode;

export function VersionsDialog({
  planId,
  opened,
  onClose,
  compare,
}: {
  planId: string;
  opened: boolean;
  onClose: () => void;
  /** The way to see a version beside the one before it; nothing for the first. */
  compare: Comparing;
}) {
  const pages = useInfiniteQuery({ ...versionsQuery(planId), enabled: opened });
  const versions = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal opened={opened} onClose={onClose} title={text.versions} size={560}>
      {pages.isPending ? <RowsSkeleton rows={4} /> : null}
      {pages.isError ? <ErrorState error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && versions.length === 0 ? <p>{text.noVersions}</p> : null}
      <ol className={styles.versions}>
        {versions.map((one, place) => (
          <li key={one.version} className={styles.version}>
            <p className={styles.versionHead}>
              <strong>{text.version(one.version)}</strong>
              <span>{one.author.name}</span>
              <RoleWord role={one.author.role} />
              <TimeAgo at={one.at} />
            </p>
            <p>{one.reason}</p>
            <Compared before={versions[place + 1]} after={one} compare={compare} />
          </li>
        ))}
      </ol>
      <MoreButton pages={pages} />
    </Modal>
  );
}

function Compared({
  before,
  after,
  compare,
}: {
  before: PlanVersion | undefined;
  after: PlanVersion;
  compare: Comparing;
}) {
  return before ? compare(before, after) : null;
}
