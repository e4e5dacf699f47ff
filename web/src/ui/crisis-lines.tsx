/** Whom to call now. Needs no sign-in and no network: the numbers have defaults. */
import {
  IconBuildingHospital,
  IconLifebuoy,
  IconMessageCircle,
  IconUrgent,
  type TablerIcon,
} from "@tabler/icons-react";
import { words } from "../i18n";
import styles from "./crisis-lines.module.css";

export interface Crisis {
  lifeline: string;
  emergency: string;
  clinic_phone: string | null;
}

export const DEFAULT_CRISIS: Crisis = { lifeline: "988", emergency: "911", clinic_phone: null };

function digits(number: string): string {
  return number.replace(/[^\d+]/g, "");
}

interface Props {
  crisis?: Crisis | undefined;
  /** Only whom to call for the body: the lifeline is for the mind. */
  body?: boolean;
}

export function CrisisLines({ crisis = DEFAULT_CRISIS, body = false }: Props) {
  const { identity } = words;
  const { lifeline, emergency, clinic_phone: clinic } = crisis;
  return (
    <ul className={styles.lines}>
      {body ? null : (
        <>
          <Way
            href={`tel:${digits(lifeline)}`}
            icon={IconLifebuoy}
            name={identity.callLifeline(lifeline)}
            note={identity.lifelineNote}
          />
          <Way
            href={`sms:${digits(lifeline)}`}
            icon={IconMessageCircle}
            name={identity.textLifeline(lifeline)}
            note={identity.textNote}
          />
        </>
      )}
      <Way
        href={`tel:${digits(emergency)}`}
        icon={IconUrgent}
        name={identity.emergency(emergency)}
        note={identity.emergencyNote}
      />
      {clinic ? (
        <Way
          href={`tel:${digits(clinic)}`}
          icon={IconBuildingHospital}
          name={identity.clinicLine(clinic)}
          note={identity.clinicNote}
        />
      ) : null}
    </ul>
  );
}

function Way({
  href,
  icon: Icon,
  name,
  note,
}: {
  href: string;
  icon: TablerIcon;
  name: string;
  note: string;
}) {
  return (
    <li>
      <a className={styles.line} href={href}>
        <Icon aria-hidden="true" />
        <span>
          <strong>{name}</strong>
          <small>{note}</small>
        </span>
      </a>
    </li>
  );
}
