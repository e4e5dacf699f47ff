/** Who is signed in, and what they can do about it. */
import { Menu, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import {
  IconBell,
  IconCalendarTime,
  IconDevicesX,
  IconDots,
  IconKey,
  IconKeyboard,
  IconLogout,
  IconMessage2Bolt,
  IconMoon,
  IconShieldHeart,
  IconSun,
  IconUserPause,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { availabilityQuery } from "../../features/coverage/queries";
import { words } from "../../i18n";
import { useSession } from "../../live/session";
import { Avatar } from "../../ui/person";
import { useSignOutAsk } from "../sign-out-context";
import styles from "./account-menu.module.css";
import { canBeAway, writesWithPhrases } from "./nav";

/** `compact` shows the initials alone: for the narrow top bar. */
export function AccountMenu({
  onHelp,
  onAvailability,
  compact,
}: {
  onHelp: () => void;
  onAvailability: () => void;
  compact?: boolean;
}) {
  const session = useSession();
  const { person, roles } = session;
  const signOut = useSignOutAsk();
  const scheme = useComputedColorScheme("light");
  const { setColorScheme } = useMantineColorScheme();
  const role = roles[0] ?? "system";
  const text = words.shell;
  const mayBeAway = canBeAway(session);
  const state = useQuery({ ...availabilityQuery, enabled: mayBeAway }).data?.mine?.kind ?? "available";
  return (
    <Menu position={compact ? "bottom-end" : "top-start"} width={232}>
      <Menu.Target>
        <button type="button" className={styles.account} data-compact={compact || undefined}>
          <span className="ct-hidden">{text.account(person.name)}</span>
          <Avatar person={{ ...person, role }} size={compact ? 36 : 28} />
          {compact ? null : (
            <>
              <span className={styles.who} aria-hidden="true">
                <span className={styles.name}>{person.name}</span>
                <span className={styles.role}>{roles.map((one) => words.common.roles[one]).join(", ")}</span>
              </span>
              <IconDots size={18} aria-hidden="true" />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {compact ? <Menu.Label>{person.name}</Menu.Label> : null}
        {mayBeAway ? (
          <Menu.Item leftSection={<IconUserPause size={18} />} onClick={onAvailability}>
            {words.coverage.own.menu[state]}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={scheme === "dark" ? <IconSun size={18} /> : <IconMoon size={18} />}
          onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
        >
          {scheme === "dark" ? words.common.switchToLight : words.common.switchToDark}
        </Menu.Item>
        {compact ? (
          <Menu.Item
            leftSection={<IconCalendarTime size={18} />}
            renderRoot={(props) => <Link to="/duty" {...props} />}
          >
            {words.coverage.title}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={onHelp}>
          {text.help}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBell size={18} />}
          renderRoot={(props) => <Link to="/account/notifications" {...props} />}
        >
          {words.notifications.title}
        </Menu.Item>
        {writesWithPhrases(session) ? (
          <Menu.Item
            leftSection={<IconMessage2Bolt size={18} />}
            renderRoot={(props) => <Link to="/account/phrases" {...props} />}
          >
            {words.phrases.page}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconShieldHeart size={18} />}
          renderRoot={(props) => <Link to="/safety-rules" {...props} />}
        >
          {words.shell.safetyRules}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKey size={18} />}
          renderRoot={(props) => <Link to="/account" {...props} />}
        >
          {words.factors.title}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => signOut(false)}>
          {text.signOut}
        </Menu.Item>
        <Menu.Item leftSection={<IconDevicesX size={18} />} onClick={() => signOut(true)}>
          {text.signOutEverywhere}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
