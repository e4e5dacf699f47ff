/** On a narrow screen: the plan or the conversation, never both at once. */
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { conversationsQuery } from "../../../features/messaging/queries";
import { words } from "../../../i18n";
import { Count } from "../../../ui/chip";
import { usePlanPage } from "./context";
import styles from "./plan-switch.module.css";

const text = words.plans;

export type Side = "plan" | "talk";

export function PlanSwitch({ side }: { side: Side }) {
  const { plan } = usePlanPage();
  const navigate = useNavigate();
  const conversations = useQuery(conversationsQuery(plan.id)).data ?? [];
  const unread = conversations.reduce((sum, conversation) => sum + conversation.unread, 0);
  return (
    <SegmentedControl<Side>
      fullWidth
      value={side}
      onChange={(chosen) =>
        void navigate({ to: ".", search: (before) => ({ ...before, side: chosen }), replace: true })
      }
      data={[
        { value: "plan", label: text.plan },
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
