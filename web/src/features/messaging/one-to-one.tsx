/** A patient chooses whom of the team to write to; two people have one conversation, so it opens the one there is. */
import { Modal } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { PersonLine } from "../../ui/person";
import { FormError } from "../../ui/states";
import { useOpenConversation } from "./commands";
import styles from "./one-to-one.module.css";

interface Props {
  planId: string;
  people: readonly PersonRef[];
  onClose: () => void;
  onOpened: (conversationId: string) => void;
}

export function OneToOne({ planId, people, onClose, onOpened }: Props) {
  const open = useOpenConversation();
  const text = words.patient;
  return (
    <Modal opened onClose={onClose} title={text.toWhom} size={440}>
      <p className={styles.note}>{text.toWhomBody}</p>
      <ul className={styles.people}>
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className={styles.person}
              disabled={open.isPending}
              onClick={() =>
                open.mutate(
                  { plan_id: planId, kind: "direct", title: null, member_ids: [person.id] },
                  { onSuccess: ({ id }) => onOpened(id) },
                )
              }
            >
              <PersonLine person={person} />
              <IconChevronRight size={20} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <FormError error={open.error} />
    </Modal>
  );
}
