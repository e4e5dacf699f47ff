/** Where one is signed in, and the way to sign out there. */
import { Link } from "@tanstack/react-router";
import { Factors } from "../../features/identity/factors";
import { SignIns } from "../../features/identity/sign-ins";
import { words } from "../../i18n";
import { useTitle } from "../../ui/use-title";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.patient;

export function SignInsPage() {
  useTitle(words.factors.title);
  return (
    <PatientPage
      title={words.factors.title}
      note={words.factors.note}
      back={
        <Link to="/me" className={backClass}>
          <BackWords>{text.me}</BackWords>
        </Link>
      }
    >
      <Factors />
      <h2>{text.signIns}</h2>
      <SignIns />
    </PatientPage>
  );
}
