/** "Get help now": at the same place on every page of a patient and before sign-in. It needs neither network nor account. */
import { IconLifebuoy, IconX } from "@tabler/icons-react";
import { createContext, type ReactNode, useContext, useRef } from "react";
import { words } from "../i18n";
import { type Crisis, CrisisLines, DEFAULT_CRISIS } from "./crisis-lines";
import styles from "./help-now.module.css";
import { IconButton } from "./icon-button";

const text = words.identity;
const HelpContext = createContext<() => void>(() => undefined);
const CrisisContext = createContext<Crisis>(DEFAULT_CRISIS);

/** Opens the crisis lines from a sentence of a page. */
export function useHelpNow(): () => void {
  return useContext(HelpContext);
}

/** The numbers themselves, for a sentence of a page. */
export function useCrisis(): Crisis {
  return useContext(CrisisContext);
}

interface Props {
  crisis: Crisis | undefined;
  /** What the person has written for such a moment; stands below the lines. */
  plan?: ReactNode;
  children: ReactNode;
}

/** Holds the crisis lines for what is inside; the browser's own dialog, so that it works before anything else has loaded. */
export function HelpProvider({ crisis, plan, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useRef(() => dialog.current?.showModal());
  const close = () => dialog.current?.close();
  return (
    <HelpContext value={open.current}>
      <CrisisContext value={crisis ?? DEFAULT_CRISIS}>{children}</CrisisContext>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too; the click is the one beside it */}
      <dialog
        ref={dialog}
        className={styles.dialog}
        aria-labelledby="help-now"
        onClick={(event) => event.target === event.currentTarget && close()}
      >
        <div className={styles.content}>
          <header className={styles.head}>
            <h2 id="help-now">{text.helpNow}</h2>
            <IconButton label={words.common.close} size={44} onClick={close}>
              <IconX size={22} stroke={1.7} />
            </IconButton>
          </header>
          <p className={styles.intro}>{text.helpIntro}</p>
          <CrisisLines crisis={crisis} />
          {plan}
        </div>
      </dialog>
    </HelpContext>
  );
}

export function HelpPill() {
  const open = useHelpNow();
  return (
    <button type="button" className={styles.pill} onClick={open} aria-haspopup="dialog">
      <IconLifebuoy size={20} stroke={1.9} aria-hidden="true" />
      {text.helpNow}
    </button>
  );
}
