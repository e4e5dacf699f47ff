/** Outcomes of one's own patients, and who is behind each number. */
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { OutcomeRows } from "../../features/outcomes/outcome-rows";
import { OutcomesView } from "../../features/outcomes/outcomes-view";
import { outcomeWords as text } from "../../i18n/outcomes";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import back from "../oversight/back.module.css";
import { PatientsTabs } from "./patients-tabs";

export function OwnOutcomesPage() {
  useTitle(text.title);
  return (
    <Page wide>
      <PageHeader title={text.question} />
      <PatientsTabs present="/outcomes" />
      <OutcomesView breadth="own" />
    </Page>
  );
}

export function OwnOutcomeRowsPage() {
  const { figure } = useParams({ from: "/signed/staff/care/outcomes/$figure" });
  const wanted = useSearch({ from: "/signed/staff/care/outcomes/$figure" });
  useTitle(text.title);
  return (
    <Page wide>
      <Link to="/outcomes" className={back.back}>
        <IconChevronLeft size={18} aria-hidden="true" />
        {text.rows.back}
      </Link>
      <OutcomeRows breadth="own" figure={figure} wanted={wanted} />
    </Page>
  );
}
