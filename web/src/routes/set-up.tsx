/** Before anything else: whoever must have a second factor chooses one and sets it up. */
import { Anchor, Button } from "@mantine/core";
import { IconDeviceMobile, IconKey } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSignOut } from "../features/identity/commands";
import { useReadSession } from "../features/identity/factor-commands";
import { NewAuthenticator } from "../features/identity/new-authenticator";
import { NewPasskey } from "../features/identity/new-passkey";
import { passkeysWork } from "../features/identity/passkeys";
import { StepUp } from "../features/identity/step-up";
import { words } from "../i18n";
import { useTitle } from "../ui/use-title";
import { PublicFrame } from "./public/frame";
import styles from "./set-up.module.css";

const text = words.factors;

export function SetUpPage() {
  const [way, setWay] = useState<"passkey" | "app" | null>(null);
  const navigate = useNavigate();
  const read = useReadSession();
  const signOut = useSignOut();
  useTitle(text.setUpTitle);
  const enter = () => void read().then(() => navigate({ to: "/", replace: true }));
  const leave = () =>
    signOut.mutate({ everywhere: false }, { onSuccess: () => void navigate({ to: "/sign-in", search: {} }) });
  return (
    <PublicFrame>
      <h1>{text.setUpTitle}</h1>
      {way === null ? (
        <>
          <p>{text.setUpBody}</p>
          <div className={styles.ways}>
            {passkeysWork() ? (
              <div className={styles.way}>
                <Button
                  variant="filled"
                  size="lg"
                  fullWidth
                  leftSection={<IconKey size={20} aria-hidden="true" />}
                  onClick={() => setWay("passkey")}
                >
                  {text.setUpPasskey}
                </Button>
                <p className={styles.hint}>{text.setUpPasskeyHint}</p>
              </div>
            ) : null}
            <div className={styles.way}>
              <Button
                size="lg"
                fullWidth
                variant={passkeysWork() ? "default" : "filled"}
                leftSection={<IconDeviceMobile size={20} aria-hidden="true" />}
                onClick={() => setWay("app")}
              >
                {text.setUpApp}
              </Button>
              <p className={styles.hint}>{text.setUpAppHint}</p>
            </div>
          </div>
        </>
      ) : null}
      {way === "passkey" ? <NewPasskey suggested={text.firstPasskey} onDone={enter} /> : null}
      {way === "app" ? <NewAuthenticator onDone={enter} /> : null}
      <div className={styles.foot}>
        {way ? (
          <Anchor component="button" type="button" className={styles.link} onClick={() => setWay(null)}>
            {text.otherWay}
          </Anchor>
        ) : null}
        <Anchor component="button" type="button" className={styles.link} onClick={leave}>
          {text.signOut}
        </Anchor>
      </div>
      <StepUp />
    </PublicFrame>
  );
}
