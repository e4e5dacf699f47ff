/** Who reviewed the plan together and when, and a review that waits for the other's word. */
import { Button } from "@mantine/core";
import type { Assessment } from "../../client/types";
import { words } from "../../i18n";
import { ago, dateOf, dayName } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useConfirmReview } from "./commands";
import styles from "./reviewed.module.css";

const text = words.assessment.review;

export function Reviewed({ planId, data }: { planId: string; data: Assessment }) {
  const now = useNow();
  const confirm = useConfirmReview();
  const tell = useTell();
  const { reviewed, waiting } = data;
  return (
    <div className={styles.reviewed}>
      {reviewed?.confirmed_by && reviewed.confirmed_at ? (
        <p>
          {text.last(
            reviewed.recorded_by.name,
            reviewed.confirmed_by.name,
            ago(new Date(reviewed.confirmed_at), now),
          )}{" "}
          {reviewed.next_on ? text.next(dayName(dateOf(reviewed.next_on), now)) : null}
        </p>
      ) : (
        <p>{text.never}</p>
      )}
      {reviewed?.words ? <p className={styles.words}>{reviewed.words}</p> : null}
      {waiting ? (
        <div className={styles.waiting}>
          <p>
            {waiting.may.includes("plan.review")
              ? text.waits(waiting.recorded_by.name)
              : text.waitsFor(waiting.recorded_by.name)}
          </p>
          {waiting.words ? <p className={styles.words}>{waiting.words}</p> : null}
          {waiting.may.includes("plan.review") ? (
            <Button
              size="compact-md"
              loading={confirm.isPending}
              onClick={() =>
                confirm.mutate(
                  { plan_id: planId, review_id: waiting.id },
                  { onSuccess: () => tell({ text: text.confirmed }) },
                )
              }
            >
              {text.confirm}
            </Button>
          ) : null}
          <FormError error={confirm.error} />
        </div>
      ) : null}
    </div>
  );
}
