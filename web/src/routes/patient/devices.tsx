/** What opens one's keys, in the patient's shell. */
import { Link } from "@tanstack/react-router";
import { OwnDevices } from "../../features/keys/own-devices";
import { words } from "../../i18n";
import { useTitle } from "../../ui/use-title";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.keys;

export function DevicesPage() {
  useTitle(text.devices);
  return (
    <PatientPage
      title={text.devices}
      note={text.devicesNote}
      back={
        <Link to="/me" className={backClass}>
          <BackWords>{words.patient.me}</BackWords>
        </Link>
      }
    >
      <OwnDevices />
    </PatientPage>
  );
}
