/** On a narrow screen: the plan, its tasks, or the conversation; never two at once. */
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMatchRoute, useNavigate } from "@tanstack/react-router";
import { conversationsQuery } from "../../../features/messaging/queries";
import { words } from "../../../i18n";
import { Count } from "../../../ui/chip";
import { usePlanPage } from "./context";
import styles from "./plan-switch.module.css";

const text = words.plans;

export function PlanSwitch({ side }: { side: "plan" | "talk" }) {
  const { plan } = usePlanPage();
  const navigate = useNavigate();
  const atTasks = useMatchRoute()({ to: "/plans/$planId/tasks", params: { planId: plan.id } }) !== false;
  const conversations = useQuery(conversationsQuery(plan.id)).data ?? [];
  const unread = conversations.reduce((sum, conversation) => sum + conversation.unread, 0);
  const go = (value: string) =>
    void navigate({
      to: value === "tasks" ? "/plans/$planId/tasks" : "/plans/$planId",
      params: { planId: plan.id },
      search: (before) => ({ ...before, side: value === "talk" ? ("talk" as const) : ("plan" as const) }),
      replace: true,
    });
  return (
    <SegmentedControl
      fullWidth
      value={side === "talk" ? "talk" : atTasks ? "tasks" : "plan"}
      onChange={go}
      data={[
        { value: "plan", label: text.plan },
        { value: "tasks", label: text.tabTasks },
        {
          value: "talk",
          label: (
            <span className={styles.talk}>
              {text.conversation} <Count value={unread} label={text.waits(unread)} strong />
            </span>
          ),
        },
      ]}
    />
  );
}
