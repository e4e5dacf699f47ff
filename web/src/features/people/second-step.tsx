/** What somebody shows besides their password, and ending it for them when it is lost. */
import { Button } from "@mantine/core";
import { IconKeyOff } from "@tabler/icons-react";
import { useState } from "react";
import type { PersonPage } from "../../client/types";
import { words } from "../../i18n";
import { useTell } from "../../ui/notices";
import access from "./access.module.css";
import { useResetFactors } from "./commands";
import { ReasonDialog } from "./reason-dialog";

const text = words.people.secondStep;

export function SecondStep({ person }: { person: PersonPage }) {
  const [asking, setAsking] = useState(false);
  const reset = useResetFactors();
  const tell = useTell();
  const { passkeys, authenticator } = person;
  const has = passkeys > 0 || authenticator;
  const confirm = (reason: string) =>
    reset.mutate(
      { person_id: person.id, reason },
      {
        onSuccess: () => {
          setAsking(false);
          tell({ text: text.done(person.name), detail: reason });
        },
      },
    );
  return (
    <div className={access.panel}>
      <p>{has ? text.has(passkeys, authenticator) : text.none}</p>
      {has && person.may.includes("factor.reset") ? (
        <div className={access.buttons}>
          <Button leftSection={<IconKeyOff size={18} aria-hidden="true" />} onClick={() => setAsking(true)}>
            {text.reset}
          </Button>
        </div>
      ) : null}
      <ReasonDialog
        opened={asking}
        title={text.title(person.name)}
        verb={text.reset}
        busy={reset.isPending}
        error={reset.error}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <p>{text.body}</p>
      </ReasonDialog>
    </div>
  );
}
