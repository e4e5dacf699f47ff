/** Below this somebody is signed in: the live line is open, the idle clock runs, notices can be told. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { onLeaving } from "../client/api";
import { IdleGuard } from "../features/identity/idle-guard";
import { sessionQuery } from "../features/identity/queries";
import { useSignOutDialog } from "../features/identity/sign-out";
import { StepUp } from "../features/identity/step-up";
import { enterKeyring, leaveKeyring } from "../keyring/keyring";
import { claimDrafts } from "../lib/drafts";
import { onOpened } from "../lib/worker";
import { Live } from "../live/live";
import { SignedProvider } from "../live/session";
import { NoticesProvider } from "../ui/notices";
import { SignedPending } from "../ui/pending";
import { SignOutContext } from "./sign-out-context";

export function SignedLayout() {
  const entered = useRouteContext({ from: "/signed" }).session;
  // Not asked for again once it was forgotten: whoever signed out has none.
  const enabled = (query: { state: { data: unknown } }) => query.state.data !== undefined;
  const session = useQuery({ ...sessionQuery, enabled }).data ?? entered;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [live, setLive] = useState<Live | null>(null);
  const [ready, setReady] = useState(false);
  const person = session.person.id;

  useEffect(() => {
    claimDrafts(person);
    enterKeyring();
    const leave = (reason?: "signed-out" | "must-set-up") => {
      queries.clear();
      if (reason === "must-set-up") {
        void navigate({ to: "/set-up" });
        return;
      }
      // Whoever signed out is there already, and wants to come back to nothing.
      if (window.location.pathname === "/sign-in") return;
      const here = window.location.pathname + window.location.search;
      void navigate({ to: "/sign-in", search: { to: here, kept: true } });
    };
    const present = new Live(queries, person, () => leave());
    setLive(present);
    present.start();
    let mounted = true;
    void present.ready().then(() => mounted && setReady(true));
    const forget = onLeaving(leave);
    return () => {
      mounted = false;
      forget();
      leaveKeyring();
      present.stop();
    };
  }, [person, queries, navigate]);

  useEffect(() => onOpened((path) => void navigate({ href: path })), [navigate]);

  const signOut = useSignOutDialog(() => void navigate({ to: "/sign-in", search: {} }));
  if (!live || !ready) return <SignedPending />;
  return (
    <SignedProvider session={session} live={live}>
      <NoticesProvider>
        <SignOutContext value={signOut.ask}>
          <Outlet />
        </SignOutContext>
        <StepUp />
        {signOut.dialog}
        <IdleGuard onSignOut={() => signOut.ask(false)} />
      </NoticesProvider>
    </SignedProvider>
  );
}
