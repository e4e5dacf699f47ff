/** What a plan rests on, in the patient's words: what was tried, what is next and who does it, what to take, what to mind. */
import { useQuery } from "@tanstack/react-query";
import type { Assessment, AssessmentFinding, FindingBody, ReadablePlan } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, fullDate } from "../../lib/dates";
import { useMyId } from "../../live/session";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { roleWord } from "../../ui/person";
import { assessmentQuery } from "./queries";

const text = words.ownPlan;
/** So many steps one can keep in mind. */
const MOST_NEXT = 6;

function bodies<K extends FindingBody["kind"]>(
  findings: readonly AssessmentFinding[],
  kind: K,
): Extract<FindingBody, { kind: K }>[] {
  return findings.flatMap(({ body }) =>
    body.kind === kind ? [body as Extract<FindingBody, { kind: K }>] : [],
  );
}

/** How many treatments did not help enough so far. */
export function OwnTried({ planId }: { planId: string }) {
  const count = useQuery(assessmentQuery(planId)).data?.staging.failed_trials ?? 0;
  if (count === 0) return null;
  return <p className={panel.note}>{count === 1 ? text.triedOne : text.tried(count)}</p>;
}

/** The next steps of the plan, each with who does it, and when the team looks again. */
export function OwnNext({ plan }: { plan: ReadablePlan }) {
  const data = useQuery(assessmentQuery(plan.id)).data;
  const next = plan.items
    .filter(({ status, phase }) => status === "active" || (status === "planned" && phase === plan.phase))
    .slice(0, MOST_NEXT);
  return (
    <Panel title={text.next}>
      {next.length === 0 ? (
        <PanelText>
          <p>{text.nothingNext}</p>
        </PanelText>
      ) : null}
      {next.map((item) => (
        <div key={item.id} className={panel.fact}>
          <span>{item.title}</span>
          <Who item={item} />
        </div>
      ))}
      {data ? <OwnReview data={data} /> : null}
    </Panel>
  );
}

function Who({ item }: { item: ReadablePlan["items"][number] }) {
  const me = useMyId();
  if (item.owner) return <strong>{item.owner.id === me ? text.you : item.owner.name}</strong>;
  if (item.owner_role === "patient") return <strong>{text.you}</strong>;
  return <strong>{item.owner_role ? text.anyOf(roleWord(item.owner_role) ?? "") : text.nobody}</strong>;
}

function OwnReview({ data }: { data: Assessment }) {
  const { reviewed } = data;
  return (
    <div className={panel.fact}>
      <div>
        <p>
          {reviewed?.confirmed_by && reviewed.confirmed_at
            ? text.reviewed(
                reviewed.recorded_by.name,
                reviewed.confirmed_by.name,
                fullDate(new Date(reviewed.confirmed_at)),
              )
            : text.notReviewed}{" "}
          {reviewed?.next_on ? text.reviewNext(fullDate(dateOf(reviewed.next_on))) : null}
        </p>
        {reviewed?.words ? <p className={panel.note}>{reviewed.words}</p> : null}
      </div>
    </div>
  );
}

/** What the team treats, or knows of besides. */
export function OwnConditions({ planId }: { planId: string }) {
  const findings = useQuery(assessmentQuery(planId)).data?.findings ?? [];
  const treated = bodies(findings, "condition");
  if (treated.length === 0) return null;
  return (
    <Panel title={text.conditions}>
      {treated.map((one) => (
        <Noted
          key={`${one.name} ${one.code}`}
          title={one.name}
          notes={[
            one.since && text.sinceDay(fullDate(dateOf(one.since))),
            text.conditionNow[one.status],
            text.conditionCourse[one.course],
            one.words,
          ]}
        />
      ))}
    </Panel>
  );
}

/** What one agreed to and what not, what one took back, and how one takes it back. */
export function OwnConsents({ planId }: { planId: string }) {
  const findings = useQuery(assessmentQuery(planId)).data?.findings ?? [];
  const asked = findings.flatMap(({ finding_id, body, author }) =>
    body.kind === "consent" ? [{ id: finding_id, body, author }] : [],
  );
  if (asked.length === 0) return null;
  return (
    <Panel title={text.consents}>
      {asked.map(({ id, body, author }) => (
        <Noted
          key={id}
          title={text.consentTo[body.to](body.name)}
          notes={[
            text.consentSaid[body.status](fullDate(dateOf(body.on))),
            body.paper && text.consentPaper(body.paper),
            body.words,
            text.consentBy(author.name),
          ]}
        />
      ))}
      <div className={panel.fact}>
        <p className={panel.note}>{text.takeBack}</p>
      </div>
    </Panel>
  );
}

function Noted({ title, notes }: { title: string; notes: readonly (string | null)[] }) {
  const said = notes.filter(Boolean).join(" ");
  return (
    <div className={panel.fact}>
      <div>
        <p>
          <strong>{title}</strong>
        </p>
        {said ? <p className={panel.note}>{said}</p> : null}
      </div>
    </div>
  );
}

/** What to take, what the team keeps in mind, and what makes it harder. */
export function OwnMedicines({ planId }: { planId: string }) {
  const findings = useQuery(assessmentQuery(planId)).data?.findings ?? [];
  const taken = bodies(findings, "medication").filter(({ status }) => status !== "stopped");
  return (
    <>
      {taken.length > 0 ? (
        <Panel title={text.medicines}>
          {taken.map((one) => (
            <div key={one.name} className={panel.fact}>
              <div>
                <p>
                  <strong>{one.dose ? text.takes(one.name, one.dose) : one.name}</strong>
                </p>
                <p className={panel.note}>
                  {one.purpose ? text.forPurpose(one.purpose) : null}{" "}
                  {one.status === "on-hold" ? text.paused : null}
                </p>
              </div>
            </div>
          ))}
          <div className={panel.fact}>
            <p className={panel.note}>{text.askFirst}</p>
          </div>
        </Panel>
      ) : null}
      <Named title={text.careful} findings={bodies(findings, "flag")} />
      <Named title={text.barriers} findings={bodies(findings, "barrier")} />
    </>
  );
}

function Named({
  title,
  findings,
}: {
  title: string;
  findings: readonly { name: string; words: string | null }[];
}) {
  if (findings.length === 0) return null;
  return (
    <Panel title={title}>
      {findings.map(({ name, words: said }) => (
        <div key={name} className={panel.fact}>
          <div>
            <p>{name}</p>
            {said ? <p className={panel.note}>{said}</p> : null}
          </div>
        </div>
      ))}
    </Panel>
  );
}
