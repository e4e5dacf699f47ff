/** Says who may see what changed, and takes the reason with which a supervisor opens it. */
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../i18n";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useDraft } from "../../ui/use-draft";
import { useRequestAccess } from "./commands";
import styles from "./reason-form.module.css";

const text = words.oversight.reason;
/** The same as the server asks for. */
const LEAST = 15;

export function ReasonForm({ planId }: { planId: string }) {
  const [reason, setReason] = useDraft(`reason.${planId}`);
  const [tried, setTried] = useState(false);
  const request = useRequestAccess();
  const tell = useTell();
  const left = LEAST - reason.trim().length;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (left > 0) return;
    request.mutate(
      { plan_id: planId, reason: reason.trim() },
      {
        onSuccess: () => {
          setReason("");
          tell({ text: text.opened });
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <p className={styles.title}>{text.title}</p>
      <p className={styles.body}>{text.body}</p>
      <Textarea
        label={text.label}
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
        }}
        error={tried && left > 0 && text.missing}
      />
      <FormError error={request.error} />
      <div className={styles.foot}>
        <span className={styles.left}>{left > 0 && reason ? text.short(left) : ""}</span>
        <Button type="submit" variant="filled" loading={request.isPending}>
          {text.open}
        </Button>
      </div>
    </form>
  );
}
