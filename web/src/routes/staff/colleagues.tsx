/** Who waits for their keys to be confirmed, for identity officers; offices that are asked for. */

import type { OwnOffice } from "../../client/types";
import { Waiting } from "../../features/keys/colleagues";
import { Office } from "../../features/keys/office";
import { Successors } from "../../features/keys/successors";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import { officeOf } from "../../keyring/offices";
import type { Own } from "../../keyring/own";
import { useSession } from "../../live/session";
import { Card, Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

const text = words.keys;

export function ColleaguesPage() {
  const standing = useKeyring();
  useTitle(text.colleagues);
  return (
    <Page>
      <PageHeader title={text.colleagues} note={text.colleaguesNote} />
      <div className={styles.parts}>
        {standing.state === "unlocked" ? (
          <Offices own={standing.own} />
        ) : (
          <Card>
            <KeysNeeded>{text.officeBody}</KeysNeeded>
          </Card>
        )}
      </div>
    </Page>
  );
}

function Offices({ own }: { own: Own }) {
  const { roles } = useSession();
  const inForce = (office: OwnOffice | undefined) => (office?.state === "in_force" ? office : undefined);
  const identity = inForce(officeOf(own, "identity"));
  const coordinator = inForce(officeOf(own, "coordinator"));
  const anybody = roles.includes("identity_officer");
  return (
    <>
      <Office own={own} office="identity" scope={anybody ? "anyone" : "patients"} />
      {roles.includes("coordinator") ? <Office own={own} office="coordinator" scope="anyone" /> : null}
      <Successors own={own} offices={{ identity, coordinator }} />
      <Waiting own={own} office={identity} />
    </>
  );
}
