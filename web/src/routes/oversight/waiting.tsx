/** Who waits too long: patients whose message nobody has answered yet. */
import { IconMessageCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { waitingQuery } from "../../features/oversight/queries";
import { WaitingRow } from "../../features/oversight/waiting-row";
import { words } from "../../i18n";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { BackToOversight } from "./back";
import styles from "./outside.module.css";

const text = words.oversight;

export function WaitingPage() {
  const waiting = useQuery(waitingQuery);
  const list = useListKeys();
  useTitle(text.title);
  return (
    <Page>
      <BackToOversight />
      <PageHeader title={text.questions.waiting} />
      <p className={styles.note}>{text.waitingNote}</p>
      <Card label={text.questions.waiting}>
        <Listing
          query={waiting}
          count={waiting.data?.length ?? 0}
          skeleton={<RowsSkeleton rows={4} avatar />}
          empty={
            <EmptyState icon={<IconMessageCircleCheck />} title={text.noneWait}>
              {text.noneWaitBody}
            </EmptyState>
          }
        >
          <div ref={list}>
            {waiting.data?.map((one) => (
              <WaitingRow key={one.conversation_id} one={one} />
            ))}
          </div>
        </Listing>
      </Card>
    </Page>
  );
}
