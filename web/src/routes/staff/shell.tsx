/** The frame of staff pages: rail when there is room, bottom bar when there is not. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Outlet, useMatches, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { useDeliveredMarks, useOutboxes } from "../../features/messaging/commands";
import { unconfirmedQuery } from "../../features/teams/queries";
import { countsQuery } from "../../features/worklist/queries";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { useNarrow } from "../../lib/media";
import { useSession } from "../../live/session";
import { NoticeRegion } from "../../ui/notices";
import { SyntheticBanner } from "../../ui/synthetic-banner";
import { useTitleCount } from "../../ui/use-title";
import { VersionLine } from "../../ui/version-line";
import { ConnectionLine } from "../connection-line";
import { InShell } from "../in-shell";
import { KeyLine } from "../key-line";
import frame from "../shell.module.css";
import { TalkingContext } from "../talking";
import { AlarmsProvider, Banner } from "./alarms";
import { BottomBar } from "./bottom-bar";
import { Help } from "./help";
import { Jump } from "./jump";
import { JumpContext } from "./jump-context";
import { inBar, type NavItem, navOf, oversees, treats } from "./nav";
import { Rail } from "./rail";
import styles from "./shell.module.css";
import { TaskDrawer } from "./task-drawer";
import { TopBar } from "./top-bar";

const AvailabilityDialog = lazy(() =>
  import("../../features/coverage/availability-dialog").then((module) => ({
    default: module.AvailabilityDialog,
  })),
);

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** The page brings its own header, so the shell shows no top bar. */
    ownHeader?: boolean;
  }
}

export function StaffShell() {
  const session = useSession();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const mine = treats(session);
  const coordinates = session.roles.includes("coordinator");
  const counts = useQuery({ ...countsQuery, enabled: mine }).data;
  const readers = useInfiniteQuery({ ...unconfirmedQuery, enabled: coordinates }).data?.pages[0]?.count;
  const waiting = { ...counts, readers };
  const matches = useMatches();
  const ownHeader = matches.some((match) => match.staticData.ownHeader);
  const [talking, setTalking] = useState(false);
  const barsAside = narrow && talking;
  const [jumping, setJumping] = useState(false);
  const [helping, setHelping] = useState(false);
  const openJump = useCallback(() => setJumping(true), []);
  const openHelp = () => setHelping(true);
  const [absenting, setAbsenting] = useState(false);
  const openAvailability = () => setAbsenting(true);
  useTitleCount(counts?.today ?? 0);
  useDeliveredMarks();
  useOutboxes();
  const go = (to: NavItem["to"]) => () => void navigate({ to });
  useShortcuts({
    "mod+k": () => setJumping(true),
    "?": () => setHelping(true),
    ...(mine
      ? { "g t": go("/today"), "g i": go("/inbox"), "g p": go("/patients"), "g a": go("/tasks") }
      : {}),
    ...(oversees(session) ? { "g o": go("/oversight") } : {}),
  });
  const items = navOf(session);

  return (
    <AlarmsProvider>
      <div className={frame.shell}>
        <a href="#page" className={frame.skip}>
          {words.shell.skip}
        </a>
        {session.clinic.synthetic ? <SyntheticBanner /> : null}
        <div className={styles.body}>
          {narrow ? null : (
            <Rail items={items} counts={waiting} onHelp={openHelp} onAvailability={openAvailability} />
          )}
          <div className={frame.work}>
            {ownHeader || barsAside ? null : (
              <TopBar onJump={openJump} onHelp={openHelp} onAvailability={openAvailability} />
            )}
            <Banner />
            <VersionLine />
            <ConnectionLine />
            <KeyLine />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keys, also where nothing on it takes the focus */}
            <main id="page" className={frame.main} tabIndex={0}>
              <JumpContext value={openJump}>
                <TalkingContext value={setTalking}>
                  <InShell value>
                    <Outlet />
                  </InShell>
                </TalkingContext>
              </JumpContext>
            </main>
            <NoticeRegion />
          </div>
        </div>
        {narrow && !barsAside ? <BottomBar items={inBar(items)} counts={waiting} /> : null}
        <Jump opened={jumping} onClose={() => setJumping(false)} items={items} />
        <TaskDrawer />
        <Suspense>{absenting ? <AvailabilityDialog onClose={() => setAbsenting(false)} /> : null}</Suspense>
        <Help opened={helping} onClose={() => setHelping(false)} />
      </div>
    </AlarmsProvider>
  );
}
