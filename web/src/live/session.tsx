/** Who is signed in, for everything below the shells. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { SessionInfo } from "../client/types";
import type { Live } from "./live";
import type { Connection } from "./socket";

interface Signed {
  session: SessionInfo;
  live: Live;
}

const SignedContext = createContext<Signed | null>(null);

export function SignedProvider({ session, live, children }: Signed & { children: ReactNode }) {
  return <SignedContext value={{ session, live }}>{children}</SignedContext>;
}

function useSigned(): Signed {
  const signed = useContext(SignedContext);
  if (!signed) throw new Error("used outside a signed-in page");
  return signed;
}

export function useSession(): SessionInfo {
  return useSigned().session;
}

/** The id of the person at this screen. */
export function useMyId(): string {
  return useSigned().session.person.id;
}

export function useLive(): Live {
  return useSigned().live;
}

export function useConnection(): Connection {
  const { live } = useSigned();
  return useSyncExternalStore(live.watch, () => live.connection);
}
