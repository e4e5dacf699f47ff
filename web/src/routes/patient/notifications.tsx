/** How I am told while I am not looking, in the patient's shell. */
import { Link } from "@tanstack/react-router";
import { NotificationsScreen } from "../../features/notifications/notifications";
import { words } from "../../i18n";
import { useTitle } from "../../ui/use-title";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.notifications;

export function NotificationsPage() {
  useTitle(text.title);
  return (
    <PatientPage
      title={text.title}
      note={text.note}
      back={
        <Link to="/me" className={backClass}>
          <BackWords>{words.patient.me}</BackWords>
        </Link>
      }
    >
      <NotificationsScreen />
    </PatientPage>
  );
}
