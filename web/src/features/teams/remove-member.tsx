/** Taking somebody off a team, with a reason and what follows. */
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PlanDetail, TeamMember } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { failed } from "../../lib/problem";
import { ConfirmDialog } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { Bone, ErrorState } from "../../ui/states";
import { SuccessorField } from "../../ui/successor-field";
import { useRemoveMember } from "./commands";
import { useFollowTeam } from "./confirming";
import styles from "./forms.module.css";
import { leftInPlanQuery } from "./queries";

const text = words.teams.removal;

interface Props {
  plan: PlanDetail;
  member: TeamMember;
  onClose: () => void;
}

export function RemoveMember({ plan, member, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [successor, setSuccessor] = useState<string | null>(null);
  const staff = member.kind === "member";
  const left = useQuery({ ...leftInPlanQuery(plan.id, member.relation_id), enabled: staff });
  const heir = left.data?.successors.find(({ person }) => person.id === successor)?.person;
  const remove = useRemoveMember();
  const follow = useFollowTeam(plan.id);
  const tell = useTell();
  const patient = shortName(plan.patient.name);
  const missing = reason.trim() === "";

  const confirm = () => {
    setTried(true);
    if (missing) return;
    remove.mutate(
      {
        plan_id: plan.id,
        relation_id: member.relation_id,
        reason: reason.trim(),
        successor_id: successor,
      },
      {
        onSuccess: () => {
          tell({
            text: text.done(member.person.name),
            detail: heir ? text.takesOver(heir.name) : reason.trim(),
          });
          follow(member.person.id);
          onClose();
        },
      },
    );
  };

  return (
    <ConfirmDialog
      opened
      danger
      title={text.title(member.person.name)}
      verb={text.verb}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div className={styles.form}>
        <p>{member.kind === "proxy" ? text.supporter(patient) : text.staff(patient)}</p>
        {member.lead ? <p>{text.lead}</p> : null}
        {staff && left.isPending ? (
          <div role="status">
            <span className="ct-hidden">{text.counting}</span>
            <Bone width="70%" />
          </div>
        ) : null}
        {failed(left) ? <ErrorState error={left.error} retry={() => void left.refetch()} /> : null}
        {left.data ? (
          <>
            <p>{text.tasks(left.data.open_tasks)}</p>
            <SuccessorField
              left={left.data}
              hint={text.successors}
              nobody={text.nobody}
              value={successor}
              onChange={setSuccessor}
            />
          </>
        ) : null}
        <Textarea
          label={text.reason}
          description={words.common.reasonHint}
          data-autofocus
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && missing && text.reasonMissing}
        />
      </div>
    </ConfirmDialog>
  );
}
