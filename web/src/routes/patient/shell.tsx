/** The frame of a patient's pages: the clinic and help at the top, four places to go, one column. */

import { IconHome, IconListCheck, IconMessageCircle, IconUser, type TablerIcon } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { useDiaryBox } from "../../features/diary/outbox";
import { usePracticeBox } from "../../features/library/outbox";
import { useAnswerBox } from "../../features/measures/outbox";
import { useDeliveredMarks, useOutboxes } from "../../features/messaging/commands";
import { OwnInHelp } from "../../features/safetyplan/in-help";
import { useKeptHere } from "../../features/safetyplan/keep-here";
import { countsQuery } from "../../features/worklist/queries";
import { words } from "../../i18n";
import { useMyId, useSession } from "../../live/session";
import { ClinicHeader } from "../../ui/clinic-header";
import { HelpProvider } from "../../ui/help-now";
import { NoticeRegion } from "../../ui/notices";
import { SyntheticBanner } from "../../ui/synthetic-banner";
import { useLargeText } from "../../ui/use-large-text";
import { useTitleCount } from "../../ui/use-title";
import { VersionLine } from "../../ui/version-line";
import { ConnectionLine } from "../connection-line";
import { InShell } from "../in-shell";
import { KeyLine } from "../key-line";
import { PlaceIcon } from "../place-icon";
import frame from "../shell.module.css";
import { TalkingContext } from "../talking";
import { OwnPlansContext, useOwnPlansQuery } from "./own-plans";
import styles from "./shell.module.css";

const text = words.patient;
const PLACES: readonly { to: "/home" | "/messages" | "/plan" | "/me"; label: string; icon: TablerIcon }[] = [
  { to: "/home", label: text.home, icon: IconHome },
  { to: "/messages", label: text.messages, icon: IconMessageCircle },
  { to: "/plan", label: text.plan, icon: IconListCheck },
  { to: "/me", label: text.me, icon: IconUser },
];

export function PatientShell() {
  const { clinic } = useSession();
  const news = useQuery(countsQuery).data?.inbox ?? 0;
  const plans = useOwnPlansQuery();
  const own = plans.plans.find(({ my_role }) => my_role === "patient")?.id;
  const me = useMyId();
  const [talking, setTalking] = useState(false);
  useLargeText();
  useTitleCount(news);
  useDeliveredMarks();
  useOutboxes();
  useAnswerBox();
  useDiaryBox();
  useKeptHere(own);
  usePracticeBox();
  return (
    <HelpProvider crisis={clinic.crisis} plan={<OwnInHelp me={me} planId={own} write={<WriteInHelp />} />}>
      <div className={frame.shell} data-talking={talking || undefined}>
        <a href="#page" className={frame.skip}>
          {text.skip}
        </a>
        {clinic.synthetic ? <SyntheticBanner /> : null}
        <ClinicHeader name={clinic.name} />
        <nav className={styles.places} aria-label={text.main}>
          <ul>
            {PLACES.map(({ to, label, icon }) => (
              <li key={to}>
                <Link to={to} className={styles.place}>
                  <PlaceIcon icon={icon} count={to === "/messages" ? news : 0} label={text.news(news)} />
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <VersionLine />
        <ConnectionLine />
        <KeyLine />
        <div className={frame.work}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keys, also where nothing on it takes the focus */}
          <main id="page" className={frame.main} tabIndex={0}>
            <OwnPlansContext value={plans}>
              <TalkingContext value={setTalking}>
                <InShell value>
                  <Outlet />
                </InShell>
              </TalkingContext>
            </OwnPlansContext>
          </main>
          <NoticeRegion />
        </div>
      </div>
    </HelpProvider>
  );
}

/** Out of the dialog, to the page where one writes. */
function WriteInHelp() {
  return (
    <Link to="/plan/safety-plan/write" onClick={(event) => event.currentTarget.closest("dialog")?.close()}>
      {words.safetyplan.write}
    </Link>
  );
}
