/** The bar above the work: the way to jump, and on a narrow screen the account. */
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { OwnAbsence } from "../../features/coverage/own-absence";
import { OwnDuty } from "../../features/coverage/own-duty";
import { words } from "../../i18n";
import { useNarrow } from "../../lib/media";
import { useSession } from "../../live/session";
import { IconButton } from "../../ui/icon-button";
import { Kbd } from "../../ui/kbd";
import { AccountMenu } from "./account-menu";
import { canBeAway } from "./nav";
import styles from "./top-bar.module.css";

interface Props {
  onJump: () => void;
  onHelp: () => void;
  onAvailability: () => void;
}

export function TopBar({ onJump, onHelp, onAvailability }: Props) {
  const narrow = useNarrow();
  const mayBeAway = canBeAway(useSession());
  const scheme = useComputedColorScheme("light");
  const { setColorScheme } = useMantineColorScheme();
  const dark = scheme === "dark";
  return (
    <header className={styles.bar}>
      <button type="button" className={styles.find} onClick={onJump}>
        <IconSearch size={18} aria-hidden="true" />
        <span className={styles.words}>{words.shell.find}</span>
        {narrow ? null : <Kbd>Ctrl K</Kbd>}
      </button>
      <OwnDuty />
      {mayBeAway ? <OwnAbsence onOpen={onAvailability} /> : null}
      {narrow ? (
        <AccountMenu compact onHelp={onHelp} onAvailability={onAvailability} />
      ) : (
        <IconButton
          label={dark ? words.common.switchToLight : words.common.switchToDark}
          onClick={() => setColorScheme(dark ? "light" : "dark")}
        >
          {dark ? <IconSun size={20} stroke={1.7} /> : <IconMoon size={20} stroke={1.7} />}
        </IconButton>
      )}
    </header>
  );
}
