/** What a clinic that has just begun still needs, until everybody it takes is invited. */
import { Button } from "@mantine/core";
import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { words } from "../../i18n";
import type { Role } from "../../lib/roles";
import { Card } from "../../ui/page";
import type { PersonRole } from "./commands";
import styles from "./first-steps.module.css";

const text = words.people.start;
const STEPS = [
  "coordinator",
  "identity_officer",
  "psychiatrist",
  "therapist",
  "privacy_officer",
] as const satisfies readonly PersonRole[];

/** Roles that nobody here has yet, in the order in which a clinic needs them. */
export function stepsLeft(held: ReadonlySet<Role>): readonly PersonRole[] {
  return STEPS.filter((role) => !held.has(role));
}

export function FirstSteps({
  held,
  onInvite,
}: {
  held: ReadonlySet<Role>;
  onInvite: (role: PersonRole) => void;
}) {
  const left = stepsLeft(held);
  return (
    <Card padded label={text.title}>
      <h2 className={styles.title}>{text.title}</h2>
      <p className={styles.body}>{text.body}</p>
      <ol className={styles.steps}>
        {STEPS.map((role) => {
          const done = held.has(role);
          const step = text.steps[role];
          return (
            <li key={role} className={styles.step} data-done={done || undefined}>
              {done ? <IconCircleCheck aria-hidden="true" /> : <IconCircle aria-hidden="true" />}
              <div className={styles.words}>
                <p className={styles.name}>{step.title}</p>
                <p className={styles.body}>{step.body}</p>
              </div>
              {done ? (
                <span className={styles.done}>{text.done}</span>
              ) : (
                <Button
                  variant={role === left[0] ? "filled" : "default"}
                  aria-label={step.title}
                  onClick={() => onInvite(role)}
                >
                  {text.invite}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      <p className={styles.body}>{text.next}</p>
    </Card>
  );
}
