/** The texts I send again and again, and those the clinic offers. */
import { useQuery } from "@tanstack/react-query";
import { PhraseList } from "../../features/phrases/phrase-list";
import { phrasesQuery } from "../../features/phrases/queries";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { Card, Page, PageHeader } from "../../ui/page";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import styles from "./account.module.css";

const text = words.phrases;

export function PhrasesPage() {
  const query = useQuery(phrasesQuery);
  const said = query.data;
  useTitle(text.page);
  return (
    <Page>
      <PageHeader title={text.page} note={text.pageNote} />
      <div className={styles.parts}>
        {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
        {query.isPending ? (
          <Card>
            <RowsSkeleton rows={4} />
          </Card>
        ) : null}
        {said?.may.includes("quick-reply.keep") ? (
          <PhraseList whose="own" phrases={said.quick_replies} mayChange />
        ) : null}
        {said ? (
          <PhraseList
            whose="clinic"
            phrases={said.templates}
            mayChange={said.may.includes("message-template.keep")}
          />
        ) : null}
      </div>
    </Page>
  );
}
