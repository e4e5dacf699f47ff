/** A patient of the reader: the course of their main scale, why somebody is to look, and who last spoke with them. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { CourseWord, NeedLine } from "../../client/types";
import { outcomeWords } from "../../i18n/outcomes";
import { DAY, span } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { Chip, type Tone } from "../../ui/chip";
import { Avatar, roleWord } from "../../ui/person";
import { Sparkline } from "../../ui/sparkline";
import { TimeAgo } from "../../ui/time";
import styles from "./need-row.module.css";

const text = outcomeWords.needs;
const TONES: Record<CourseWord, Tone> = {
  worse: "warn",
  remission: "good",
  response: "good",
  improving: "good",
  "no-change": "neutral",
  first: "neutral",
};

export function NeedRow({ line }: { line: NeedLine }) {
  const { patient, course } = line;
  const about = [patient.pronouns, patient.age].filter(Boolean).join(", ");
  return (
    <Link
      to="/plans/$planId/scores"
      params={{ planId: line.plan_id }}
      className={styles.row}
      data-row={line.plan_id}
    >
      <Avatar person={{ id: patient.person_id, name: patient.name, role: "patient" }} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>
          {patient.name} <span className={styles.about}>{about}</span>
        </span>
        <Why line={line} />
      </span>
      <span className={styles.scale}>
        {course ? (
          <>
            <span className={styles.values}>
              {course.word === "first"
                ? text.oneScore(course.instrument, course.first)
                : text.scale(course.instrument, course.first, course.last)}
            </span>
            <Chip tone={TONES[course.word]}>{text.word[course.word]}</Chip>
          </>
        ) : (
          <span className={styles.about}>{text.noScore}</span>
        )}
      </span>
      <span className={styles.course}>
        {course && course.newest.length > 1 ? (
          <Sparkline
            values={course.newest}
            sentence={text.line(
              course.instrument,
              course.newest.map((value) => value ?? text.missing).join(", "),
            )}
            width={104}
            height={30}
          />
        ) : null}
      </span>
      <span className={styles.contact}>
        <Contact who={text.contact.role(roleWord(line.my_role))} at={line.role_contact_at} />
        <Contact who={text.contact.anyone} at={line.contact_at} />
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </Link>
  );
}

function Contact({ who, at }: { who: string; at: string | null }) {
  return (
    <span>
      {who} {at ? <TimeAgo at={at} /> : text.contact.never}
    </span>
  );
}

/** Every reason for which the patient stands where they stand. */
function Why({ line }: { line: NeedLine }) {
  const now = useNow().getTime();
  const since = (at: string) => span(now - new Date(at).getTime());
  // An agreed day is told by its beginning: as many whole days as Today counts.
  const daysSince = (at: string) => span(Math.floor((now - new Date(at).getTime()) / DAY) * DAY);
  if (line.lasting.length === 0) return <span className={styles.calm}>{text.nothing}</span>;
  return (
    <span className={styles.why}>
      {line.lasting.map(({ need, since: at }) => (
        <span key={need}>
          {need === "scale-overdue" && line.overdue
            ? text.why["scale-overdue"](line.overdue.instrument, since(at))
            : null}
          {need === "review-overdue" ? text.why["review-overdue"](daysSince(at)) : null}
          {need === "no-contact" ? text.why["no-contact"](roleWord(line.my_role), since(at)) : null}
          {need === "not-improving"
            ? text.why[line.course?.word === "worse" ? "worse" : "not-improving"](since(at))
            : null}
        </span>
      ))}
    </span>
  );
}
