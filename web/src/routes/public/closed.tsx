/** What opens when the clinic's server cannot be reached: help, what is kept here, and a new try as soon as there is a network. */
import { Button } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { countUnsent } from "../../features/messaging/outbox";
import { words } from "../../i18n";
import { countDrafts } from "../../lib/drafts";
import { Unreachable } from "../../lib/problem";
import { failureWords } from "../../ui/failure-words";
import { useTitle } from "../../ui/use-title";
import { PublicFrame } from "./frame";

const text = words.shell;
const AGAIN = 10_000;

export function ClosedPage({ error }: { error: unknown }) {
  const router = useRouter();
  const offline = error instanceof Unreachable;
  useTitle(offline ? text.offlineTitle : words.common.errors.title);
  useEffect(() => {
    const again = () => void router.invalidate();
    window.addEventListener("online", again);
    const timer = window.setInterval(again, AGAIN);
    return () => {
      window.removeEventListener("online", again);
      window.clearInterval(timer);
    };
  }, [router]);
  const unsent = countUnsent();
  const drafts = countDrafts() - unsent;
  return (
    <PublicFrame>
      <h1>{offline ? text.offlineTitle : words.common.errors.title}</h1>
      <p>{offline ? text.offlineBody : failureWords(error)}</p>
      {unsent > 0 ? <p>{text.unsentKept(unsent)}</p> : null}
      {drafts > 0 ? <p>{text.draftsKept(drafts)}</p> : null}
      <Button size="lg" fullWidth onClick={() => void router.invalidate()}>
        {words.common.tryAgain}
      </Button>
      {offline ? (
        <Button size="lg" fullWidth renderRoot={(props) => <Link to="/exercises" {...props} />}>
          {words.library.patient.offline}
        </Button>
      ) : null}
    </PublicFrame>
  );
}
