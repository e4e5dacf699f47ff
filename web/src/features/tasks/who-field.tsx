/** Whose a task is to be: somebody of the plan, or whoever of a role takes it. */
import { Select } from "@mantine/core";
import type { AssignTask, PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { CARE_ROLES } from "../../lib/roles";
import { roleWord } from "../../ui/person";

const text = words.tasks.form;
const POOL = "pool:";

export interface Whose {
  owner: PersonRef | null;
  pool: NonNullable<AssignTask["pool"]> | null;
}

export const NOBODY: Whose = { owner: null, pool: null };

interface Props {
  team: readonly PersonRef[];
  me: string;
  value: Whose;
  onChange: (whose: Whose) => void;
  error?: string | false;
}

export function WhoField({ team, me, value, onChange, error }: Props) {
  const label = (person: PersonRef) =>
    [person.id === me ? words.common.you : person.name, roleWord(person.role)].filter(Boolean).join(", ");
  return (
    <Select
      label={text.who}
      searchable
      data={[
        { group: text.people, items: team.map((person) => ({ value: person.id, label: label(person) })) },
        {
          group: text.pools,
          items: CARE_ROLES.map((role) => ({ value: POOL + role, label: words.common.anyOf[role] ?? role })),
        },
      ]}
      value={value.owner?.id ?? (value.pool ? POOL + value.pool : null)}
      onChange={(chosen) =>
        onChange({
          owner: team.find((person) => person.id === chosen) ?? null,
          pool: CARE_ROLES.find((role) => chosen === POOL + role) ?? null,
        })
      }
      error={error}
    />
  );
}
