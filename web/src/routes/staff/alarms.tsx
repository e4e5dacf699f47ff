/** What cannot wait, on every page of whoever was told of it; and how pages take it on. */
import { useQuery } from "@tanstack/react-query";
import { linkOptions, useNavigate, useRouter } from "@tanstack/react-router";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import type { AlarmDetail } from "../../client/types";
import { mayAcknowledge, pressing, ringing } from "../../features/coverage/alarm-acts";
import { AlarmBanner } from "../../features/coverage/alarm-banner";
import { AlarmLine } from "../../features/coverage/alarm-line";
import { alarmsQuery } from "../../features/coverage/queries";
import { type AlarmActs, useAlarmActs } from "../../features/coverage/use-alarms";
import { useChime } from "../../features/coverage/use-chime";
import { conversationQuery } from "../../features/messaging/queries";
import { useConnection, useMyId, useSession } from "../../live/session";
import { canBeAway, treats } from "./nav";
import { useOpenTask } from "./task-drawer";

interface Alarms {
  /** What one was told of or has in hand. */
  open: readonly AlarmDetail[];
  acts: AlarmActs;
  show: (alarm: AlarmDetail) => void;
}

const AlarmsContext = createContext<Alarms | null>(null);

export function useAlarms(): Alarms {
  const alarms = useContext(AlarmsContext);
  if (!alarms) throw new Error("AlarmsProvider is missing");
  return alarms;
}

export function AlarmsProvider({ children }: { children: ReactNode }) {
  const told = canBeAway(useSession());
  const open = useQuery({ ...alarmsQuery(useConnection()), enabled: told }).data ?? [];
  const acts = useAlarmActs();
  const show = useShow();
  return (
    <AlarmsContext value={{ open, acts, show }}>
      {children}
      {acts.dialog}
    </AlarmsContext>
  );
}

/** Where one sees to it: the message, the case, the plan of the task; for a supervisor the plan's trail. */
function placeOf({ plan_id: planId, subject_kind, subject_id, conversation_id }: AlarmDetail, mine: boolean) {
  const params = { planId };
  if (!mine) return linkOptions({ to: "/oversight/plans/$planId", params });
  if (subject_kind === "task") return linkOptions({ to: "/plans/$planId", params });
  if (subject_kind === "case") return linkOptions({ to: "/plans/$planId/cases", params });
  const message = subject_kind === "message" ? subject_id : undefined;
  const search = { side: "talk" as const, talk: conversation_id ?? undefined, message };
  return linkOptions({ to: "/plans/$planId", params, search });
}

function useShow(): (alarm: AlarmDetail) => void {
  const navigate = useNavigate();
  const openTask = useOpenTask();
  const mine = treats(useSession());
  return (alarm) => {
    if (mine && alarm.subject_kind === "task") openTask(alarm.plan_id, alarm.subject_id);
    else void navigate(placeOf(alarm, mine));
  };
}

/** Loads the page where one sees to it before somebody opens it; never what it shows, for that would be a look. */
function useReady(alarm: AlarmDetail | undefined) {
  const router = useRouter();
  const mine = treats(useSession());
  const id = alarm?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each alarm, whatever becomes of it meanwhile
  useEffect(() => {
    if (alarm) void router.preloadRoute(placeOf(alarm, mine));
  }, [id, mine, router]);
}

/** Below the bar of every page; sounds while somebody is to acknowledge. */
export function Banner() {
  const { open, acts, show } = useAlarms();
  const me = useMyId();
  const navigate = useNavigate();
  const mine = treats(useSession());
  const [first, ...others] = pressing(open, me);
  const waiting = open.filter(ringing).filter(mayAcknowledge);
  const level = waiting.some((one) => one.level === "stat") ? "stat" : waiting.length > 0 ? "urgent" : null;
  const sound = useChime(level);
  useReady(first);
  if (!first) return null;
  return (
    <AlarmBanner
      key={`${first.id} ${mayAcknowledge(first)}`}
      alarm={first}
      others={others.length}
      me={me}
      acts={acts}
      sound={sound}
      onOpen={show}
      onAll={() => void navigate({ to: mine ? "/today" : "/oversight" })}
    />
  );
}

/** Under a message: what became of its alarm. */
export function MessageAlarm({
  planId,
  conversationId,
  messageId,
}: Record<"planId" | "conversationId" | "messageId", string>) {
  const me = useMyId();
  const raised = useQuery(conversationQuery(planId, conversationId)).data?.alarms;
  const alarm = raised?.find(({ subject_id }) => subject_id === messageId);
  // Its author sees the same in their receipts.
  return alarm && alarm.raised_by.id !== me ? <HereAlarm alarm={alarm} /> : null;
}

/** How it stands, and what one can do about it. */
export function HereAlarm({ alarm }: { alarm: AlarmDetail }) {
  const { acts } = useAlarms();
  return <AlarmLine alarm={alarm} me={useMyId()} acts={acts} />;
}
