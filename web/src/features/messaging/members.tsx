/** Who takes part in a conversation; whoever may, changes it here. */
import { Button, Menu, Popover } from "@mantine/core";
import { IconUserPlus, IconUsers, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { ConversationSummary, PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { ConfirmDialog } from "../../ui/confirm";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { PersonLine } from "../../ui/person";
import { FormError } from "../../ui/states";
import { useAddMember, useEndMember } from "./commands";
import styles from "./members.module.css";

const text = words.messaging;

interface Props {
  conversation: ConversationSummary;
  me: string;
  /** The team of the plan: whom one may add. */
  team: readonly PersonRef[];
}

export function Members({ conversation, me, team }: Props) {
  const [opened, setOpened] = useState(false);
  const [leaving, setLeaving] = useState<PersonRef | null>(null);
  const add = useAddMember();
  const end = useEndMember();
  const tell = useTell();
  const mayChange = conversation.may.includes("membership.change") && conversation.kind !== "direct";
  const path = { plan_id: conversation.plan_id, conversation_id: conversation.id };
  const staffOnly = conversation.kind === "staff";
  const missing = team.filter(
    (person) =>
      !conversation.members.some((member) => member.id === person.id) &&
      !(staffOnly && (person.role === "patient" || person.role === "supporter")),
  );
  return (
    <>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus>
        <Popover.Target>
          <IconButton label={text.manage} onClick={() => setOpened(!opened)}>
            <IconUsers size={20} stroke={1.7} />
          </IconButton>
        </Popover.Target>
        <Popover.Dropdown>
          <h3 className={styles.title}>{conversation.title}</h3>
          <ul className={styles.people}>
            {conversation.members.map((person) => (
              <li key={person.id} className={styles.person}>
                <PersonLine person={person} />
                {mayChange && person.id !== me ? (
                  <IconButton
                    label={text.removeMember(person.name)}
                    size={28}
                    onClick={() => setLeaving(person)}
                  >
                    <IconX size={16} />
                  </IconButton>
                ) : null}
              </li>
            ))}
          </ul>
          {mayChange && missing.length > 0 ? (
            <Menu position="bottom-start" width={280}>
              <Menu.Target>
                <Button fullWidth leftSection={<IconUserPlus size={18} />} loading={add.isPending}>
                  {text.addMember}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {missing.map((person) => (
                  <Menu.Item
                    key={person.id}
                    onClick={() =>
                      add.mutate(
                        { ...path, person_id: person.id },
                        { onSuccess: () => tell({ text: text.added(person.name) }) },
                      )
                    }
                  >
                    <PersonLine person={person} />
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : null}
          <FormError error={add.error} />
        </Popover.Dropdown>
      </Popover>
      <ConfirmDialog
        opened={leaving !== null}
        title={text.removeMember(leaving?.name ?? "")}
        verb={text.remove}
        danger
        busy={end.isPending}
        error={end.error}
        onClose={() => setLeaving(null)}
        onConfirm={() =>
          leaving &&
          end.mutate(
            { ...path, person_id: leaving.id },
            {
              onSuccess: () => {
                tell({ text: text.removed(leaving.name) });
                setLeaving(null);
              },
            },
          )
        }
      >
        {text.removeBody(leaving?.name ?? "")}
      </ConfirmDialog>
    </>
  );
}
