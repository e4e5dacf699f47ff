/** Ending somebody's access, after a plain statement of what follows from it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PersonPage } from "../../client/types";
import { words } from "../../i18n";
import { useTell } from "../../ui/notices";
import { Bone, ErrorState } from "../../ui/states";
import { SuccessorField } from "../../ui/successor-field";
import { useDeactivatePerson } from "./commands";
import styles from "./forms.module.css";
import { restsOnQuery } from "./queries";
import { ReasonDialog } from "./reason-dialog";

const text = words.people.end;

interface Props {
  person: PersonPage;
  own: boolean;
  onClose: () => void;
}

export function EndAccess({ person, own, onClose }: Props) {
  const rests = useQuery(restsOnQuery(person.id));
  const [successor, setSuccessor] = useState<string | null>(null);
  const end = useDeactivatePerson();
  const tell = useTell();
  const confirm = (reason: string) =>
    end.mutate(
      { person_id: person.id, reason, successor_id: successor },
      {
        onSuccess: () => {
          tell({ text: text.done(person.name), detail: reason });
          onClose();
        },
      },
    );
  return (
    <ReasonDialog
      opened
      title={text.title(person.name)}
      verb={text.verb}
      busy={end.isPending}
      error={end.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div className={styles.follows}>
        <p>{text.what}</p>
        <ul>
          <li>{text.sessions}</li>
          <li>{text.links}</li>
          {rests.data && rests.data.plans + rests.data.open_tasks === 0 ? <li>{text.nothing}</li> : null}
          {rests.data && rests.data.plans + rests.data.open_tasks > 0 ? (
            <>
              <li className={rests.data.plans > 0 ? styles.strong : undefined}>
                {text.plans(rests.data.plans)}
                {rests.data.leads > 0 ? ` ${text.leads(rests.data.leads, rests.data.plans)}` : null}
              </li>
              <li className={rests.data.open_tasks > 0 ? styles.strong : undefined}>
                {text.tasks(rests.data.open_tasks)}
              </li>
            </>
          ) : null}
        </ul>
        {rests.isPending ? (
          <div role="status">
            <span className="ct-hidden">{text.loading}</span>
            <Bone width="70%" />
          </div>
        ) : null}
        {rests.isError ? <ErrorState error={rests.error} retry={() => void rests.refetch()} /> : null}
        {rests.data ? (
          <SuccessorField
            left={rests.data}
            hint={text.successors}
            nobody={text.nobody}
            value={successor}
            onChange={setSuccessor}
          />
        ) : null}
        {person.roles.includes("patient") ? <p className={styles.strong}>{text.patient}</p> : null}
        {own ? <p className={styles.strong}>{text.own}</p> : null}
        <p className={styles.note}>{text.kept}</p>
      </div>
    </ReasonDialog>
  );
}
