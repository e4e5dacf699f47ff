/** The two ways out, and the question before unsent drafts are lost. */
import { useState } from "react";
import { words } from "../../i18n";
import { countDrafts } from "../../lib/drafts";
import { ConfirmDialog } from "../../ui/confirm";
import { useSignOut } from "./commands";

type Asking = { everywhere: boolean; drafts: number } | null;

/** `ask(everywhere)` signs out at once when nothing can be lost; render `dialog` somewhere. */
export function useSignOutDialog(onSignedOut: () => void) {
  const [asking, setAsking] = useState<Asking>(null);
  const signOut = useSignOut();
  const go = (everywhere: boolean) => signOut.mutate({ everywhere }, { onSuccess: onSignedOut });
  const ask = (everywhere: boolean) => {
    const drafts = countDrafts();
    if (everywhere || drafts > 0 || signOut.isError) setAsking({ everywhere, drafts });
    else
      signOut.mutate(
        { everywhere },
        { onSuccess: onSignedOut, onError: () => setAsking({ everywhere, drafts }) },
      );
  };
  const text = words.shell;
  const lost = (asking?.drafts ?? 0) > 0;
  const dialog = (
    <ConfirmDialog
      opened={asking !== null}
      title={lost ? text.draftsTitle : asking?.everywhere ? text.signOutEverywhere : text.signOut}
      verb={lost ? text.draftsConfirm : text.signOut}
      danger={lost}
      busy={signOut.isPending}
      error={signOut.error}
      onClose={() => setAsking(null)}
      onConfirm={() => asking && go(asking.everywhere)}
    >
      <div>
        {asking?.everywhere ? <p>{text.signOutEverywhereBody}</p> : null}
        {lost ? <p>{text.draftsBody(asking?.drafts ?? 0)}</p> : null}
      </div>
    </ConfirmDialog>
  );
  return { ask, dialog };
}
