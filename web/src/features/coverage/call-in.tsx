/** Who is on duty and not on this plan yet: asked to help, the plan opens to them until their shift ends. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { words } from "../../i18n";
import { useNearTime } from "../../lib/now";
import { CARE_ROLES } from "../../lib/roles";
import { useTell } from "../../ui/notices";
import { PersonLine } from "../../ui/person";
import { FormError } from "../../ui/states";
import styles from "./call-in.module.css";
import { useCallIn } from "./commands";
import { planCoverQuery } from "./queries";

const text = words.coverage;

export function CallIn({ planId }: { planId: string }) {
  const until = useNearTime();
  const tell = useTell();
  const call = useCallIn();
  const found = useQuery(planCoverQuery(planId)).data;
  if (!found?.may.includes("duty.call") || found.on_duty.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{text.now}</h3>
      <p className={styles.hint}>{text.callHint}</p>
      <ul>
        {found.on_duty.map(({ role, person, until: ends }) => {
          const asked = CARE_ROLES.find((one) => one === role);
          if (!person || !ends || !asked) return null;
          return (
            <li key={role}>
              <PersonLine person={person} note={text.until(until(ends))} />
              <Button
                size="compact-sm"
                aria-label={text.callOf(person.name)}
                loading={call.isPending && call.variables?.role === role}
                onClick={() =>
                  call.mutate(
                    { plan_id: planId, role: asked },
                    { onSuccess: () => tell({ text: text.called(person.name) }) },
                  )
                }
              >
                {text.call}
              </Button>
            </li>
          );
        })}
      </ul>
      <FormError error={call.error} />
    </section>
  );
}
