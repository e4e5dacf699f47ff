/** Asks before something that cannot be taken back; the button says the verb, never "OK". */
import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { words } from "../i18n";
import styles from "./confirm.module.css";
import { FormError } from "./states";

interface Props {
  opened: boolean;
  title: string;
  children: ReactNode;
  verb: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({
  opened,
  title,
  children,
  verb,
  danger,
  busy,
  disabled,
  error,
  onConfirm,
  onClose,
}: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={440}>
      <div className={styles.body}>
        {typeof children === "string" ? <p>{children}</p> : children}
        <FormError error={error} />
        <DialogFooter>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button
            variant="filled"
            color={danger ? "danger" : "accent"}
            loading={busy}
            disabled={disabled}
            onClick={onConfirm}
          >
            {verb}
          </Button>
        </DialogFooter>
      </div>
    </Modal>
  );
}

/** The row of buttons at the end of a dialog: at the right, under each other on a phone. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <div className={styles.footer}>{children}</div>;
}
