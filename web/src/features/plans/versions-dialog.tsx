/** The plan's versions: who made which, when and why. */
import { Modal } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { words } from "../../i18n";
import { MoreButton } from "../../ui/more-button";
import { RoleWord } from "../../ui/person";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import styles from "./forms.module.css";
import { versionsQuery } from "./queries";

const text = words.plans;

export function VersionsDialog({
  planId,
  opened,
  onClose,
}: {
  planId: string;
  opened: boolean;
  onClose: () => void;
}) {
  const pages = useInfiniteQuery({ ...versionsQuery(planId), enabled: opened });
  const versions = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal opened={opened} onClose={onClose} title={text.versions} size={560}>
      {pages.isPending ? <RowsSkeleton rows={4} /> : null}
      {pages.isError ? <ErrorState error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && versions.length === 0 ? <p>{text.noVersions}</p> : null}
      <ol className={styles.versions}>
        {versions.map(({ version, author, reason, at }) => (
          <li key={version} className={styles.version}>
            <p className={styles.versionHead}>
              <strong>{text.version(version)}</strong>
              <span>{author.name}</span>
              <RoleWord role={author.role} />
              <TimeAgo at={at} />
            </p>
            <p>{reason}</p>
          </li>
        ))}
      </ol>
      <MoreButton pages={pages} />
    </Modal>
  );
}
