/** A patient is taken in on a page of their own: there is too much to say for a dialog. */
import { Anchor } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { TakeInForm } from "../../features/teams/take-in-form";
import { words } from "../../i18n";
import { useTell } from "../../ui/notices";
import { Page, PageHeader } from "../../ui/page";
import { useTitle } from "../../ui/use-title";
import styles from "./take-in-page.module.css";

const text = words.teams.takeIn;

export function TakeInPage() {
  const navigate = useNavigate();
  const tell = useTell();
  useTitle(text.title);
  return (
    <Page>
      <Anchor className={styles.back} renderRoot={(props) => <Link to="/coordination" {...props} />}>
        <IconChevronLeft size={18} aria-hidden="true" /> {text.back}
      </Anchor>
      <PageHeader title={text.title} />
      <TakeInForm
        onTakenIn={(plan, name) => {
          tell({ text: text.done(name) });
          void navigate({ to: "/coordination", search: { plan }, replace: true });
        }}
      />
    </Page>
  );
}
