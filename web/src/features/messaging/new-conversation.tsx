/** Opening a conversation: who reads it, what it is about, who takes part. */
import { Button, Checkbox, Modal, Radio, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ConversationSummary, PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { DialogFooter } from "../../ui/confirm";
import { RoleWord, roleWord } from "../../ui/person";
import { FormError } from "../../ui/states";
import { useOpenConversation } from "./commands";
import styles from "./new-conversation.module.css";

const text = words.messaging;
type Kind = ConversationSummary["kind"];
const KINDS: readonly Kind[] = ["team", "staff", "direct"];

interface Props {
  planId: string;
  /** The name of the patient whose plan it is. */
  patientName: string;
  /** Everybody on the team but oneself, the patient included. */
  people: readonly PersonRef[];
  opened: boolean;
  onClose: () => void;
  onOpened: (conversationId: string) => void;
}

export function NewConversation(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={text.newConversation} size={480}>
      <Form {...props} />
    </Modal>
  );
}

function Form({ planId, patientName, people, onClose, onOpened }: Props) {
  const staff = people.filter((person) => person.role !== "patient" && person.role !== "supporter");
  const outside = people.filter((person) => !staff.includes(person));
  const [kind, setKind] = useState<Kind>("staff");
  const [title, setTitle] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(staff.map((person) => person.id));
  const [one, setOne] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const open = useOpenConversation();
  const short = shortName(patientName);
  const direct = kind === "direct";
  const members = direct
    ? one
      ? [one]
      : []
    : [...chosen, ...(kind === "team" ? outside.map((person) => person.id) : [])];
  const noTitle = !direct && title.trim() === "";
  const noMembers = direct ? one === null : chosen.length === 0;

  const submit = () => {
    setTried(true);
    if (noTitle || noMembers) return;
    open.mutate(
      { plan_id: planId, kind, title: direct ? null : title.trim(), member_ids: members },
      { onSuccess: ({ id }) => onOpened(id) },
    );
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Radio.Group
        label={text.kind}
        value={kind}
        onChange={(value) => setKind(KINDS.find((one) => one === value) ?? "staff")}
      >
        <div className={styles.kinds}>
          {KINDS.map((value) => (
            <Radio
              key={value}
              value={value}
              label={text.kinds[value]}
              description={value === "direct" ? text.kindNotes.direct : text.kindNotes[value](short)}
            />
          ))}
        </div>
      </Radio.Group>
      {direct ? (
        <Select
          label={text.with}
          value={one}
          onChange={setOne}
          data={people.map((person) => ({
            value: person.id,
            label: [person.name, roleWord(person.role)].filter(Boolean).join(", "),
          }))}
          error={tried && noMembers && text.membersMissing}
        />
      ) : (
        <>
          <TextInput
            label={text.title}
            description={text.titleHint}
            data-autofocus
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={tried && noTitle && text.titleMissing}
          />
          <Checkbox.Group
            label={text.members}
            value={[...chosen]}
            onChange={setChosen}
            error={tried && noMembers && text.membersMissing}
          >
            <div className={styles.people}>
              {staff.map((person) => (
                <Checkbox
                  key={person.id}
                  value={person.id}
                  label={
                    <span className={styles.person}>
                      {person.name} <RoleWord role={person.role} />
                    </span>
                  }
                />
              ))}
            </div>
          </Checkbox.Group>
        </>
      )}
      <FormError error={open.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={open.isPending}>
          {text.open}
        </Button>
      </DialogFooter>
    </form>
  );
}
