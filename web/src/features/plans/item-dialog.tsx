/** A step of the plan as a form. */

import { Button, Modal, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Goal, ItemKind, ItemStatus, PersonRef, Phase, PlanItem } from "../../client/types";
import { words } from "../../i18n";
import { CARE_ROLES, type Role } from "../../lib/roles";
import { DialogFooter } from "../../ui/confirm";
import { GoalSelect } from "../../ui/goal-select";
import { useTell } from "../../ui/notices";
import { roleWord } from "../../ui/person";
import { FormError } from "../../ui/states";
import { useAddItem, useSetItem } from "./commands";
import styles from "./forms.module.css";
import { PHASES } from "./phases";
import { Why } from "./why";

const text = words.plans.itemForm;
const KINDS: readonly ItemKind[] = [
  "exercise",
  "medication",
  "session",
  "measure",
  "education",
  "contact",
  "other",
];
const STATUSES: readonly ItemStatus[] = ["planned", "active", "done", "cancelled"];
const ROLE = "role:";

interface Props {
  planId: string;
  phase: Phase;
  /** Where a new step stands: after the others. */
  next: number;
  goals: readonly Goal[];
  team: readonly PersonRef[];
  item: PlanItem | "new" | null;
  onClose: () => void;
}

export function ItemDialog(props: Props) {
  const { item, onClose } = props;
  return (
    <Modal opened={item !== null} onClose={onClose} title={item === "new" ? text.add : text.edit} size={520}>
      {item ? (
        <Form key={item === "new" ? "new" : item.id} {...props} item={item === "new" ? null : item} />
      ) : null}
    </Modal>
  );
}

function Form({
  planId,
  next,
  phase: present,
  goals,
  team,
  item,
  onClose,
}: Omit<Props, "item"> & { item: PlanItem | null }) {
  const [title, setTitle] = useState(item?.title ?? "");
  const [kind, setKind] = useState<ItemKind>(item?.kind ?? "exercise");
  const [phase, setPhase] = useState<Phase>(item?.phase ?? present);
  const [goal, setGoal] = useState(item?.goal_id ?? "");
  const [who, setWho] = useState(item?.owner?.id ?? (item?.owner_role ? ROLE + item.owner_role : ""));
  const [status, setStatus] = useState<ItemStatus>(item?.status ?? "planned");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const add = useAddItem();
  const set = useSetItem();
  const tell = useTell();
  const missing = title.trim() === "";
  const noReason = item !== null && reason.trim() === "";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing || noReason) return;
    const role = who.startsWith(ROLE) ? (who.slice(ROLE.length) as Role) : null;
    const fields = {
      plan_id: planId,
      title: title.trim(),
      kind,
      phase,
      goal_id: goal || null,
      owner_id: role || !who ? null : who,
      owner_role: role,
      status,
      position: item?.position ?? next,
    };
    const onSuccess = () => {
      tell({ text: text.saved, detail: title.trim() });
      onClose();
    };
    if (item) set.mutate({ ...fields, item_id: item.id, reason: reason.trim() }, { onSuccess });
    else add.mutate(fields, { onSuccess });
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={text.title}
        data-autofocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={tried && missing && text.titleMissing}
      />
      <div className={styles.pair}>
        <Select
          label={text.kind}
          data={KINDS.map((value) => ({ value, label: text.kinds[value] }))}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? kind)}
        />
        <Select
          label={text.phase}
          data={PHASES.map((value) => ({ value, label: words.plans.phase[value] }))}
          value={phase}
          onChange={(value) => setPhase(PHASES.find((one) => one === value) ?? phase)}
        />
      </div>
      <GoalSelect label={text.goal} none={text.noGoal} goals={goals} value={goal} onChange={setGoal} />
      <div className={styles.pair}>
        <Select
          label={text.owner}
          searchable
          data={[
            { value: "", label: text.nobody },
            {
              group: words.tasks.form.people,
              items: team.map((person) => ({
                value: person.id,
                label: [person.name, roleWord(person.role)].filter(Boolean).join(", "),
              })),
            },
            {
              group: words.tasks.form.pools,
              items: CARE_ROLES.map((role) => ({
                value: ROLE + role,
                label: words.common.anyOf[role] ?? role,
              })),
            },
          ]}
          value={who}
          onChange={(value) => setWho(typeof value === "string" ? value : "")}
        />
        <Select
          label={text.status}
          data={STATUSES.map((value) => ({ value, label: words.plans.itemStatus[value] }))}
          value={status}
          onChange={(value) => setStatus(STATUSES.find((one) => one === value) ?? status)}
        />
      </div>
      {item ? <Why value={reason} onChange={setReason} missing={tried && noReason} /> : null}
      <FormError error={add.error ?? set.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={add.isPending || set.isPending}>
          {text.save}
        </Button>
      </DialogFooter>
    </form>
  );
}
