/** Me: who I am here, who looked, where I am signed in, light or dark, and the ways out. */
import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import {
  IconBell,
  IconChevronRight,
  IconDevicesX,
  IconEye,
  IconKey,
  IconLogout,
  IconShieldLock,
  IconTextScan2,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { words } from "../../i18n";
import { useSession } from "../../live/session";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { PersonLine } from "../../ui/person";
import { useTitle } from "../../ui/use-title";
import { useSignOutAsk } from "../sign-out-context";
import styles from "./me.module.css";
import { useOwnPlans } from "./own-plans";
import { PatientPage } from "./page";

const text = words.patient;
const SCHEMES = ["auto", "light", "dark"] as const;

export function MePage() {
  const { person, roles } = useSession();
  const { plan, own } = useOwnPlans();
  const signOut = useSignOutAsk();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useTitle(text.me);
  return (
    <PatientPage title={text.me}>
      <div className={styles.who}>
        <PersonLine person={{ ...person, role: roles[0] ?? null }} />
      </div>
      <nav className={styles.rows} aria-label={text.me}>
        {plan && own ? (
          <Link to="/me/who-opened-my-plan" className={panel.row}>
            <Icon>
              <IconEye size={22} stroke={1.7} />
              {text.looks}
            </Icon>
            <IconChevronRight size={20} aria-hidden="true" />
          </Link>
        ) : null}
        {own ? (
          <Link to="/me/word-check" className={panel.row}>
            <Icon>
              <IconTextScan2 size={22} stroke={1.7} />
              {words.safetyplan.check.row}
            </Icon>
            <IconChevronRight size={20} aria-hidden="true" />
          </Link>
        ) : null}
        <Link to="/me/notifications" className={panel.row}>
          <Icon>
            <IconBell size={22} stroke={1.7} />
            {words.notifications.title}
          </Icon>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
        <Link to="/me/sign-ins" className={panel.row}>
          <Icon>
            <IconKey size={22} stroke={1.7} />
            {words.factors.title}
          </Icon>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
        <Link to="/me/devices" className={panel.row}>
          <Icon>
            <IconShieldLock size={22} stroke={1.7} />
            {words.keys.devices}
          </Icon>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
      </nav>
      <Panel title={text.appearance}>
        <PanelText>
          <SegmentedControl
            aria-label={text.appearance}
            fullWidth
            value={colorScheme}
            onChange={(value) => setColorScheme(SCHEMES.find((one) => one === value) ?? "auto")}
            data={SCHEMES.map((value) => ({ value, label: text.schemes[value] }))}
          />
        </PanelText>
      </Panel>
      <div className={styles.rows}>
        <button type="button" className={panel.row} onClick={() => signOut(false)}>
          <Icon>
            <IconLogout size={22} stroke={1.7} />
            {words.shell.signOut}
          </Icon>
        </button>
        <button type="button" className={panel.row} onClick={() => signOut(true)}>
          <Icon>
            <IconDevicesX size={22} stroke={1.7} />
            {words.shell.signOutEverywhere}
          </Icon>
        </button>
      </div>
    </PatientPage>
  );
}

function Icon({ children }: { children: React.ReactNode }) {
  return <span className={styles.named}>{children}</span>;
}
