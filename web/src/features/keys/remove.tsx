/** Takes a holder away: why is asked, and the keys are made new. */
import { Button, Radio } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { keyWords } from "../../i18n/keys";
import { changeKeys } from "../../keyring/keyring";
import { ConfirmDialog } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import type { HeldBy } from "./facts";
import { whatWentWrong } from "./failing";
import { revoke } from "./holders";
import styles from "./keys.module.css";

const text = keyWords;
/** The numbers that the entry carries. */
const REASONS = { lost: 1, stolen: 2, replaced: 3 } as const;
type Reason = keyof typeof REASONS;
const NAMES: readonly Reason[] = ["lost", "stolen", "replaced"];

export function Remove({ held: { card, name } }: { held: HeldBy }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<Reason>("lost");
  const tell = useTell();
  const remove = useMutation<void, Error, void>({
    networkMode: "always",
    mutationFn: () => changeKeys((own) => revoke(own, [card.id], REASONS[reason])),
    onSuccess: () => tell({ text: text.removed, detail: name }),
  });
  return (
    <>
      <Button aria-label={text.removeOf(name)} onClick={() => setAsking(true)}>
        {text.remove}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={text.removeTitle(name)}
        verb={text.remove}
        danger
        busy={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
      >
        <div className={styles.form}>
          <p>{text.removeBody}</p>
          <Radio.Group
            label={text.reason}
            value={reason}
            onChange={(value) => setReason(NAMES.find((one) => one === value) ?? "lost")}
          >
            <div className={styles.form}>
              {NAMES.map((one) => (
                <Radio key={one} value={one} label={text.reasons[one]} />
              ))}
            </div>
          </Radio.Group>
          {remove.isError ? (
            <p className={styles.failed} role="alert">
              {whatWentWrong(remove.error)}
            </p>
          ) : null}
        </div>
      </ConfirmDialog>
    </>
  );
}
