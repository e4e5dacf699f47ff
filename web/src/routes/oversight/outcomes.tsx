/** Do patients get better?: the clinic's outcomes, and who is behind each number. */
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { OutcomeRows } from "../../features/outcomes/outcome-rows";
import { OutcomesView } from "../../features/outcomes/outcomes-view";
import { words } from "../../i18n";
import { outcomeWords as text } from "../../i18n/outcomes";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import { BackToOversight } from "./back";
import back from "./back.module.css";

export function ClinicOutcomesPage() {
  useTitle(words.oversight.title);
  return (
    <Page>
      <BackToOversight />
      <PageHeader title={text.question} />
      <OutcomesView breadth="clinic" />
    </Page>
  );
}

export function ClinicOutcomeRowsPage() {
  const { figure } = useParams({ from: "/signed/staff/oversee/supervise/oversight/outcomes/$figure" });
  const wanted = useSearch({ from: "/signed/staff/oversee/supervise/oversight/outcomes/$figure" });
  useTitle(words.oversight.title);
  return (
    <Page>
      <Link to="/oversight/outcomes" className={back.back}>
        <IconChevronLeft size={18} aria-hidden="true" />
        {text.rows.back}
      </Link>
      <OutcomeRows breadth="clinic" figure={figure} wanted={wanted} />
    </Page>
  );
}
