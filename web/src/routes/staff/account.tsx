/** One's own account: what one signs in with, and where one is signed in. */
import { IconChevronRight, IconShieldLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Factors } from "../../features/identity/factors";
import { SignIns } from "../../features/identity/sign-ins";
import { words } from "../../i18n";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

export function AccountPage() {
  useTitle(words.factors.title);
  return (
    <Page>
      <PageHeader title={words.factors.title} note={words.factors.note} />
      <div className={styles.parts}>
        <Factors />
        <h2>{words.patient.signIns}</h2>
        <SignIns />
        <h2>{words.keys.title}</h2>
        <Link to="/account/devices" className={styles.keys}>
          <IconShieldLock size={20} stroke={1.7} aria-hidden="true" />
          <span>
            <strong>{words.keys.devices}</strong>
            <span>{words.keys.devicesNote}</span>
          </span>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
      </div>
    </Page>
  );
}
