/** One's own sessions: on which device, since when, used when; each can be ended. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import { Chip } from "../../ui/chip";
import { useTell } from "../../ui/notices";
import { ErrorState, FormError, RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { useEndSession } from "./commands";
import { ownSessionsQuery } from "./queries";
import styles from "./sign-ins.module.css";

const text = words.patient;

export function SignIns() {
  const query = useQuery(ownSessionsQuery);
  const end = useEndSession();
  const tell = useTell();
  if (query.isError && !query.data)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className={styles.list}>
      {query.isPending ? <RowsSkeleton rows={2} /> : null}
      <ul>
        {query.data?.map(({ id, device, since, seen_at, here }) => (
          <li key={id} className={styles.session}>
            <span className={styles.what}>
              <strong>{device}</strong>
              <span>
                {text.lastUsed} <TimeAgo at={seen_at} />, {text.signedInSince(shortDate(new Date(since)))}
              </span>
            </span>
            {here ? (
              <Chip tone="accent">{text.here}</Chip>
            ) : (
              <Button
                aria-label={text.endSessionOf(device)}
                loading={end.isPending && end.variables === id}
                onClick={() =>
                  end.mutate(id, { onSuccess: () => tell({ text: text.sessionEnded, detail: device }) })
                }
              >
                {text.endSession}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FormError error={end.error} />
    </div>
  );
}
