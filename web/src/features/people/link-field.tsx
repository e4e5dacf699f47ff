/** A one-use link, to be handed over by whoever may: shown on purpose, since showing it is written down. */
import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconLink } from "@tabler/icons-react";
import { useState } from "react";
import { words } from "../../i18n";
import type { Invitee } from "../../keyring/links";
import { announce } from "../../lib/announce";
import { FormError } from "../../ui/states";
import styles from "./access.module.css";
import { useShowLink } from "./commands";

const text = words.people.access;

export function LinkField({ invitee }: { invitee: Invitee }) {
  const show = useShowLink();
  const [copied, setCopied] = useState(false);
  const copy = async (url: string) => {
    await navigator.clipboard.writeText(url);
    setCopied(true);
    announce(text.copied);
    window.setTimeout(() => setCopied(false), 2_500);
  };

  if (!show.data) {
    return (
      <div className={styles.link}>
        <Button
          leftSection={<IconLink size={18} aria-hidden="true" />}
          loading={show.isPending}
          onClick={() => show.mutate(invitee)}
        >
          {text.showLink}
        </Button>
        <p className={styles.note}>{text.showNote}</p>
        <FormError error={show.error} />
      </div>
    );
  }
  const url = show.data;
  return (
    <div className={styles.copy}>
      <TextInput
        className={styles.url}
        aria-label={text.link}
        readOnly
        autoFocus
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        onClick={() => void copy(url)}
      >
        {copied ? text.copied : text.copy}
      </Button>
    </div>
  );
}
