/** The check-in that is due; when the next one is stands with the scores, for Home asks one thing at a time. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isTyped } from "../../features/measures/numbers";
import { useOutgoingAnswers } from "../../features/measures/outbox";
import { measuresQuery } from "../../features/measures/queries";
import { isOpen } from "../../features/measures/words";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";

const text = words.measures.checkIn;

export function CheckInCard({ planId }: { planId: string }) {
  const now = useNow();
  const data = useQuery(measuresQuery(planId)).data;
  const outgoing = useOutgoingAnswers();
  if (!data?.may.includes("measure.record")) return null;
  const of = (id: string) => data.instruments.find((one) => one.id === id);
  const onItsWay = new Set(outgoing.filter((one) => one.planId === planId).map((one) => one.instrument));
  const asked = data.schedules.filter((one) => one.status === "active" && of(one.instrument)?.answerable);
  const open = asked.filter((one) => isOpen(one, now) && !onItsWay.has(one.instrument));
  const [first] = open;
  if (!first && outgoing.length === 0) return null;
  const asks = first ? of(first.instrument) : undefined;
  const typed = asks?.items.some(isTyped) ?? false;
  return (
    <Panel title={text.title}>
      <PanelText>
        {outgoing.length > 0 ? <p role="status">{text.unsent(outgoing.length)}</p> : null}
        {first ? (
          <>
            <div>
              <p>{typed ? words.ownReading.dueNow : text.dueNow}</p>
              <p className={panel.note}>
                {typed ? words.ownReading.size : text.size(asks?.items.length ?? 1)}
                {open.length > 1 ? `. ${text.waits(open.length - 1)}` : null}
              </p>
            </div>
            <div>
              <Button
                renderRoot={(props) => (
                  <Link
                    to="/plan/check-in/$planId/$instrument"
                    params={{ planId, instrument: first.instrument }}
                    {...props}
                  />
                )}
              >
                {text.start}
              </Button>
            </div>
          </>
        ) : null}
      </PanelText>
      {data.latest.length > 0 ? (
        <Link to="/plan/scores" className={panel.row}>
          <span>{text.scores}</span>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
      ) : null}
    </Panel>
  );
}
