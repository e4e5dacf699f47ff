/** Where one is signed in, and the way to sign out there. */
import { Link } from "@tanstack/react-router";
import { SignIns } from "../../features/identity/sign-ins";
import { words } from "../../i18n";
import { useTitle } from "../../ui/use-title";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.patient;

export function SignInsPage() {
  useTitle(text.signIns);
  return (
    <PatientPage
      title={text.signIns}
      note={text.signInsNote}
      back={
        <Link to="/me" className={backClass}>
          <BackWords>{text.me}</BackWords>
        </Link>
      }
    >
      <SignIns />
    </PatientPage>
  );
}
