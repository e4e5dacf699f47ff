/** The devices of whoever is here, once their keys are open. */
import { useState } from "react";
import { keyWords } from "../../i18n/keys";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import cards from "../../ui/card-rows.module.css";
import { Devices } from "./devices";
import { type Asked, parseJoin } from "./join-code";

const text = keyWords;

/** The device that a scanned code asks to add; it leaves the address at once. */
function takeAsked(): Asked | null {
  const asked = parseJoin(window.location.hash);
  if (asked)
    window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return asked;
}

export function OwnDevices() {
  const standing = useKeyring();
  const [asked] = useState(takeAsked);
  if (standing.state === "unlocked") return <Devices own={standing.own} asked={asked} />;
  return (
    <section className={cards.section}>
      <KeysNeeded>{asked ? text.approveLocked : null}</KeysNeeded>
    </section>
  );
}
