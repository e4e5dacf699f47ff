/** Oversight: the saved questions with their numbers, and every plan with what happened on it. */
import { IconShieldExclamation, IconShieldSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import type { OversightSummary } from "../../client/types";
import { PlanRow } from "../../features/oversight/plan-row";
import { activityQuery, summaryQuery, timesQuery } from "../../features/oversight/queries";
import { QuestionCard } from "../../features/oversight/question-card";
import { words } from "../../i18n";
import { alertWords } from "../../i18n/alerts";
import { noticeWords } from "../../i18n/notices";
import { outcomeWords } from "../../i18n/outcomes";
import { span } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { useSession } from "../../live/session";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { SearchField } from "../../ui/search-field";
import { EmptyState, NobodyFits, RowsSkeleton } from "../../ui/states";
import { StatusLine } from "../../ui/status-line";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useSought } from "../sought";
import styles from "./home.module.css";
import { OpenAlarms } from "./open-alarms";

const text = words.oversight;
const number = new Intl.NumberFormat();

export function OversightPage() {
  const { typed, setTyped, q } = useSought();
  const field = useRef<HTMLInputElement>(null);
  const list = useListKeys();
  const summary = useQuery(summaryQuery);
  const pages = useInfiniteQuery({ ...activityQuery(q), placeholderData: (before) => before });
  const plans = pages.data?.pages.flatMap((page) => page.items) ?? [];
  useTitle(text.title);

  return (
    <Page wide>
      <PageHeader title={text.title} note={summary.data ? text.intro(summary.data.plans) : null} />
      <OpenAlarms />
      <Waiting alerts={summary.data?.alerts ?? 0} />
      <Questions summary={summary.data} failed={summary.isError} onPlans={() => field.current?.focus()} />
      <div className={styles.plans}>
        <h2>{text.plans}</h2>
        <SearchField label={text.search} value={typed} onChange={setTyped} field={field} />
      </div>
      <Card label={text.plans}>
        <Listing
          query={pages}
          count={plans.length}
          skeleton={<RowsSkeleton rows={8} avatar />}
          empty={
            q ? (
              <NobodyFits all={text.showAll} onAll={() => setTyped("")}>
                {text.nobodyBody}
              </NobodyFits>
            ) : (
              <NoPlans />
            )
          }
        >
          <div ref={list}>
            {plans.map((one) => (
              <PlanRow key={one.plan.id} one={one} />
            ))}
          </div>
        </Listing>
      </Card>
    </Page>
  );
}

/** What has an owner, and who it is: the first thing on their page. */
function Waiting({ alerts }: { alerts: number }) {
  const navigate = useNavigate();
  if (alerts === 0) return null;
  return (
    <div className={styles.alerts}>
      <StatusLine
        tone="danger"
        icon={<IconShieldExclamation size={18} aria-hidden="true" />}
        action={{ label: alertWords.look, act: () => void navigate({ to: "/oversight/alerts", search: {} }) }}
      >
        {alertWords.waits(alerts)}
      </StatusLine>
    </div>
  );
}

function NoPlans() {
  return (
    <EmptyState icon={<IconShieldSearch />} title={text.noPlans}>
      {text.noPlansBody}
    </EmptyState>
  );
}

interface QuestionsProps {
  summary: OversightSummary | undefined;
  failed: boolean;
  onPlans: () => void;
}

function Questions({ summary, failed, onPlans }: QuestionsProps) {
  const now = useNow();
  const supervises = useSession().roles.includes("supervisor");
  const uncounted = failed ? text.numbers.unknown : null;
  const sum = (of: "acts" | "outside" | "exceptions") =>
    summary ? summary.days.reduce((all, day) => all + day[of], 0) : null;
  const acts = sum("acts");
  const outside = sum("outside");
  const exceptions = sum("exceptions");
  const longest = summary?.longest_waiting_since;
  const times = useQuery(timesQuery(28));
  const untimed = times.isError ? text.numbers.unknown : null;
  const usual = times.data?.measures.find(({ measure }) => measure === "first-reply")?.all.median_seconds;
  return (
    <div className={styles.questions}>
      <QuestionCard
        question={text.questions.touched}
        number={acts === null ? uncounted : text.numbers.acts(number.format(acts))}
        note={text.days}
        days={summary?.days.map((day) => day.acts)}
        wrap={(className, children) => (
          <button type="button" className={className} onClick={onPlans}>
            {children}
          </button>
        )}
      />
      <QuestionCard
        question={text.questions.waiting}
        number={summary ? text.numbers.waiting(summary.waiting) : uncounted}
        note={longest ? text.longest(span(now.getTime() - new Date(longest).getTime())) : null}
        wrap={(className, children) => (
          <Link to="/oversight/waiting" className={className}>
            {children}
          </Link>
        )}
      />
      <QuestionCard
        question={text.times.question}
        number={times.data ? (usual ? text.times.usual(span(usual * 1000)) : text.times.unknown) : untimed}
        note={text.times.inPeriod}
        wrap={(className, children) => (
          <Link to="/oversight/times" search={{ days: 28 }} className={className}>
            {children}
          </Link>
        )}
      />
      {supervises ? (
        <QuestionCard
          question={outcomeWords.question}
          // Counted only when it is asked for: to count is to look at every plan.
          number={outcomeWords.card.number}
          note={outcomeWords.card.note}
          wrap={(className, children) => (
            <Link to="/oversight/outcomes" className={className}>
              {children}
            </Link>
          )}
        />
      ) : null}
      <QuestionCard
        question={text.questions.outside}
        number={outside === null ? uncounted : text.numbers.outside(outside)}
        note={text.days}
        days={summary?.days.map((day) => day.outside)}
        wrap={(className, children) => (
          <Link to="/oversight/outside" search={{ kind: "looks" }} className={className}>
            {children}
          </Link>
        )}
      />
      <QuestionCard
        question={text.questions.exceptions}
        number={exceptions === null ? uncounted : text.numbers.exceptions(exceptions)}
        note={text.days}
        days={summary?.days.map((day) => day.exceptions)}
        wrap={(className, children) => (
          <Link to="/oversight/outside" search={{ kind: "exceptions" }} className={className}>
            {children}
          </Link>
        )}
      />
      {summary && summary.alerts !== null ? (
        <QuestionCard
          question={alertWords.question}
          number={alertWords.number(summary.alerts)}
          note={null}
          wrap={(className, children) => (
            <Link to="/oversight/alerts" search={{}} className={className}>
              {children}
            </Link>
          )}
        />
      ) : null}
      {summary && summary.alerts !== null ? (
        <QuestionCard
          question={noticeWords.question}
          number={noticeWords.number}
          note={noticeWords.period}
          wrap={(className, children) => (
            <Link to="/oversight/notices" className={className}>
              {children}
            </Link>
          )}
        />
      ) : null}
    </div>
  );
}
