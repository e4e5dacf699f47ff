/** Whom to call now. Needs no sign-in and no network: the numbers have defaults. */
import { IconBuildingHospital, IconLifebuoy, IconUrgent } from "@tabler/icons-react";
import { words } from "../i18n";
import styles from "./crisis-lines.module.css";

export interface Crisis {
  lifeline: string;
  emergency: string;
  clinic_phone: string | null;
}

export const DEFAULT_CRISIS: Crisis = { lifeline: "988", emergency: "911", clinic_phone: null };

function dial(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, "")}`;
}

export function CrisisLines({ crisis = DEFAULT_CRISIS }: { crisis?: Crisis }) {
  const { identity } = words;
  return (
    <ul className={styles.lines}>
      <li>
        <a className={styles.line} href={dial(crisis.lifeline)}>
          <IconLifebuoy aria-hidden="true" />
          <span>
            <strong>{identity.crisisLine(crisis.lifeline)}</strong>
            <small>{identity.crisisLineNote}</small>
          </span>
        </a>
      </li>
      <li>
        <a className={styles.line} href={dial(crisis.emergency)}>
          <IconUrgent aria-hidden="true" />
          <span>
            <strong>{identity.emergency(crisis.emergency)}</strong>
            <small>{identity.emergencyNote}</small>
          </span>
        </a>
      </li>
      {crisis.clinic_phone ? (
        <li>
          <a className={styles.line} href={dial(crisis.clinic_phone)}>
            <IconBuildingHospital aria-hidden="true" />
            <span>
              <strong>{identity.clinicLine(crisis.clinic_phone)}</strong>
              <small>{identity.clinicNote}</small>
            </span>
          </a>
        </li>
      ) : null}
    </ul>
  );
}
