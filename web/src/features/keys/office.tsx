/** An office of one's own: asked for, in force, or over. */
import { Button } from "@mantine/core";
import type { OwnOffice } from "../../client/types";
import { keyWords } from "../../i18n/keys";
import type { Own } from "../../keyring/own";
import { Chip } from "../../ui/chip";
import { whatWentWrong } from "./failing";
import styles from "./keys.module.css";
import { type AskedOffice, useAskOffice } from "./offices";

const text = keyWords;

/** The newest request of this kind that is not over. */
export function officeOf(own: Own, office: AskedOffice): OwnOffice | undefined {
  return own.ground.mine.offices.findLast((one) => one.office === office && one.state !== "ended");
}

export function Office({ own, office }: { own: Own; office: AskedOffice }) {
  const held = officeOf(own, office);
  const ask = useAskOffice();
  return (
    <section className={styles.section} aria-label={text.offices[office]}>
      <div className={styles.row}>
        <span className={styles.what}>
          <strong>{text.offices[office]}</strong>
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
          <Button variant="filled" loading={ask.isPending} onClick={() => ask.mutate(office)}>
            {text.officeAsk}
          </Button>
        )}
      </div>
    </section>
  );
}
