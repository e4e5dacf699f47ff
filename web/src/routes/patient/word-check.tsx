/** The word check in a patient's messages: what it does, its words and limits, and the patient's choice. */
import { Link } from "@tanstack/react-router";
import { WordCheckChoice } from "../../features/safetyplan/choice";
import { WordList } from "../../features/safetyplan/word-list";
import { words } from "../../i18n";
import { useTitle } from "../../ui/use-title";
import { useOwnPlans } from "./own-plans";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.safetyplan.check;

export function WordCheckPage() {
  const { plans } = useOwnPlans();
  const own = plans.find(({ my_role }) => my_role === "patient");
  useTitle(text.title);
  return (
    <PatientPage
      title={text.row}
      back={
        <Link to="/me" className={backClass}>
          <BackWords>{words.patient.me}</BackWords>
        </Link>
      }
    >
      <WordList voice="patient" choice={own ? <WordCheckChoice planId={own.id} /> : null} />
    </PatientPage>
  );
}
