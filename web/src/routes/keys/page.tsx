/** One's keys: set up, opened, or why they are closed; then on to where one came from. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { AddPasskey } from "../../features/keys/add-passkey";
import { KeyAlert } from "../../features/keys/alert";
import { Closed } from "../../features/keys/lost";
import { Remember } from "../../features/keys/remember";
import { SetUp } from "../../features/keys/set-up";
import { Unlock } from "../../features/keys/unlock";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import type { Ground } from "../../keyring/ground";
import type { LinkFacts } from "../../keyring/invited";
import { readKeyring, useKeyring } from "../../keyring/keyring";
import { Bone, ErrorState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { PublicFrame } from "../public/frame";

const text = keyWords;

export function KeysPage() {
  useTitle(text.title);
  return (
    <PublicFrame>
      <Content />
    </PublicFrame>
  );
}

function Content() {
  const { to } = useSearch({ from: "/signed/keys" });
  const standing = useKeyring();
  const navigate = useNavigate();
  /** What was begun here is finished here, whatever the keyring is meanwhile. */
  const [making, setMaking] = useState<{ ground: Ground; link: LinkFacts | null } | null>(null);
  const [asked, setAsked] = useState(false);
  const go = () => void navigate({ href: to ?? "/devices", replace: true });

  if (making || (standing.state === "none" && standing.ground.entries.length === 0)) {
    const begun = making ?? (standing.state === "none" ? standing : null);
    if (begun)
      return (
        <SetUp
          ground={begun.ground}
          link={begun.link}
          onBegin={() => setMaking(begun)}
          onDone={go}
          onLater={to ? go : null}
          more={<AddPasskey />}
        />
      );
  }
  switch (standing.state) {
    case "reading":
      return (
        <div role="status">
          <span className="ct-hidden">{words.common.loading}</span>
          <Bone width="60%" height={22} />
          <Bone height={48} />
        </div>
      );
    case "failed":
      return <ErrorState error={standing.error} retry={() => void readKeyring()} />;
    case "alert":
      return <KeyAlert alarm={standing.alarm} told={standing.told} />;
    case "locked":
      if (!asked) setAsked(true);
      return <Unlock ground={standing.ground} chain={standing.chain} />;
    case "none":
      return <Closed />;
    case "unlocked":
      if (asked && standing.own.device === null) return <Remember onDone={go} />;
      return <GoOn to={to ?? "/devices"} />;
  }
}

function GoOn({ to }: { to: string }) {
  const navigate = useNavigate();
  useEffect(() => void navigate({ href: to, replace: true }), [navigate, to]);
  return null;
}
