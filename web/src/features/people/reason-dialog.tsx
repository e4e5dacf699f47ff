/** Asks why before something ends, beside what follows from it. */
import { Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { words } from "../../i18n";
import { ConfirmDialog } from "../../ui/confirm";
import styles from "./forms.module.css";

interface Props {
  opened: boolean;
  title: string;
  verb: string;
  busy: boolean;
  error: unknown;
  children: ReactNode;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}

export function ReasonDialog({ children, onConfirm, ...dialog }: Props) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const confirm = () => {
    setTried(true);
    if (reason.trim() !== "") onConfirm(reason.trim());
  };
  return (
    <ConfirmDialog {...dialog} danger onConfirm={confirm}>
      <div className={styles.form}>
        {children}
        <Textarea
          label={words.people.end.reason}
          description={words.common.reasonHint}
          data-autofocus
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && reason.trim() === "" && words.people.end.reasonMissing}
        />
      </div>
    </ConfirmDialog>
  );
}
