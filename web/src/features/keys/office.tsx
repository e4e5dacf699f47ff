/** An office of one's own: asked for, in force, or over. */
import { Button } from "@mantine/core";
import { keyWords } from "../../i18n/keys";
import { officeOf } from "../../keyring/offices";
import type { Own } from "../../keyring/own";
import cards from "../../ui/card-rows.module.css";
import { Chip } from "../../ui/chip";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { useAskOffice, type Wanted } from "./offices";

const text = keyWords;

export function Office({ own, office, scope }: Wanted & { own: Own }) {
  const title = text.offices[scope === "patients" ? "patients" : office];
  const held = officeOf(own, office);
  const ask = useAskOffice();
  return (
    <section className={cards.section} aria-label={title}>
      <div className={cards.row}>
        <span className={cards.what}>
          <strong>{title}</strong>
          <span>
            {held ? (held.state === "asked" ? text.officeAsked : text.officeHeld) : text.officeBody}
          </span>
          {ask.isError ? (
            <span className={styles.failed} role="alert">
              {whatWentWrong(ask.error)}
            </span>
          ) : null}
        </span>
        {held ? (
          <Chip tone={held.state === "asked" ? "warn" : "good"}>
            {held.state === "asked" ? text.officeWaits : text.officeInForce}
          </Chip>
        ) : (
          <Button variant="filled" loading={ask.isPending} onClick={() => ask.mutate({ office, scope })}>
            {text.officeAsk}
          </Button>
        )}
      </div>
    </section>
  );
}
