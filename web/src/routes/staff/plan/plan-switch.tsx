/** On a narrow screen: the plan, what it rests on, its tasks, its scores, or the conversation; never two at once. */
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMatchRoute, useNavigate } from "@tanstack/react-router";
import { conversationsQuery } from "../../../features/messaging/queries";
import { words } from "../../../i18n";
import { Count } from "../../../ui/chip";
import { usePlanPage } from "./context";
import styles from "./plan-switch.module.css";

const text = words.plans;
const PLACES = {
  plan: "/plans/$planId",
  assessment: "/plans/$planId/assessment",
  tasks: "/plans/$planId/tasks",
  scores: "/plans/$planId/scores",
  diary: "/plans/$planId/diary",
  notes: "/plans/$planId/notes",
} as const;

const PARTS = ["assessment", "tasks", "scores", "diary", "notes"] as const;

export function PlanSwitch({ side }: { side: "plan" | "talk" }) {
  const { plan } = usePlanPage();
  const navigate = useNavigate();
  const match = useMatchRoute();
  const at = (to: (typeof PLACES)[keyof typeof PLACES]) =>
    match({ to, params: { planId: plan.id } }) !== false;
  // From the header's menu: none of these, so that each of them leads back.
  const aside = match({ to: "/plans/$planId/safety-plan", params: { planId: plan.id } }) !== false;
  const place = aside ? "" : (PARTS.find((one) => at(PLACES[one])) ?? "plan");
  const conversations = useQuery(conversationsQuery(plan.id)).data ?? [];
  const unread = conversations.reduce((sum, conversation) => sum + conversation.unread, 0);
  const go = (value: string) =>
    void navigate({
      to: PLACES[PARTS.find((one) => one === value) ?? "plan"],
      params: { planId: plan.id },
      search: (before) => ({ ...before, side: value === "talk" ? ("talk" as const) : ("plan" as const) }),
      replace: true,
    });
  return (
    <SegmentedControl
      fullWidth
      classNames={{ label: styles.label ?? "" }}
      value={side === "talk" ? "talk" : place}
      onChange={go}
      data={[
        { value: "plan", label: text.plan },
        { value: "assessment", label: words.assessment.tabShort },
        { value: "tasks", label: text.tabTasks },
        { value: "scores", label: words.measures.tab },
        { value: "diary", label: words.diary.tab },
        ...(plan.may.includes("process-note.read") ? [{ value: "notes", label: words.notes.tabShort }] : []),
        {
          value: "talk",
          label: (
            <span className={styles.talk}>
              {text.conversationShort} <Count value={unread} label={text.waits(unread)} strong />
            </span>
          ),
        },
      ]}
    />
  );
}
