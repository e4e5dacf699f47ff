/** Confirm who reads: for whoever puts teams together, and signs who reads their conversations. */
import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useCoordinator } from "../../features/teams/confirming";
import { Readers } from "../../features/teams/readers";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { useComparing } from "./comparing";
import styles from "./readers-page.module.css";

const text = words.teams.readers;

export function ReadersPage() {
  const { state } = useKeyring();
  const own = useCoordinator();
  const comparing = useComparing();
  useTitle(text.title);
  return (
    <Page>
      <PageHeader title={text.title} note={text.note} />
      <div className={styles.parts}>
        {state === "unlocked" ? null : (
          <Card>
            <KeysNeeded>{text.keysFor}</KeysNeeded>
          </Card>
        )}
        {state === "unlocked" && own === null ? (
          <Card>
            <EmptyState
              icon={<IconShieldCheck />}
              title={text.officeTitle}
              action={
                <Button renderRoot={(props) => <Link to="/confirm-people" {...props} />}>
                  {text.officeGo}
                </Button>
              }
            >
              {text.officeBody}
            </EmptyState>
          </Card>
        ) : null}
        <Readers own={own} onCompare={comparing.compare} />
      </div>
      {comparing.dialog}
    </Page>
  );
}
