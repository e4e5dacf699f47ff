/** Where the keys are open: that somebody who signed in as their owner asked for new ones, and a way to refuse. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { keyWords } from "../../i18n/keys";
import { readKeyring } from "../../keyring/keyring";
import type { Own } from "../../keyring/own";
import { endSuccessor } from "../../keyring/server";
import { shortDate } from "../../lib/dates";
import cards from "../../ui/card-rows.module.css";
import { useTell } from "../../ui/notices";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";

const text = keyWords;

export function AskedNew({ own }: { own: Own }) {
  const { successor } = own.ground.mine;
  const tell = useTell();
  const refuse = useMutation<void, Error, void>({
    networkMode: "always",
    mutationFn: endSuccessor,
    onSuccess: async () => {
      await readKeyring();
      tell({ text: text.askedRefused });
    },
  });
  if (!successor) return null;
  return (
    <section className={cards.section} aria-label={text.askedNew}>
      <header className={cards.head}>
        <h2>{text.askedNew}</h2>
        <Button loading={refuse.isPending} onClick={() => refuse.mutate()}>
          {text.askedRefuse}
        </Button>
      </header>
      <div className={cards.body}>
        <p className={styles.warning} role="alert">
          {text.askedNewBody(shortDate(new Date(successor.asked_at)), successor.device)}
        </p>
        {refuse.isError ? (
          <p className={styles.failed} role="alert">
            {whatWentWrong(refuse.error)}
          </p>
        ) : null}
      </div>
    </section>
  );
}
