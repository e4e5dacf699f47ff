/** Ctrl+K: the caseload and the pages, found by typing. */
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { PlanSummary } from "../../client/types";
import { caseloadQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import type { Role } from "../../lib/roles";
import { useSession } from "../../live/session";
import { JumpDialog, type JumpTarget } from "../../ui/jump";
import { Avatar } from "../../ui/person";
import { type NavItem, oversees } from "./nav";

/** Who runs the clinic and has nothing to do with any plan. */
const PLANLESS: readonly Role[] = ["administrator", "records_officer", "identity_officer"];

export function Jump({
  opened,
  onClose,
  items,
}: {
  opened: boolean;
  onClose: () => void;
  items: readonly NavItem[];
}) {
  const navigate = useNavigate();
  const session = useSession();
  const { roles } = session;
  const knowsPlans = roles.some((role) => !PLANLESS.includes(role));
  const coordinates = roles.includes("coordinator");
  const [typed, setTyped] = useState("");
  useEffect(() => {
    if (opened) setTyped("");
  }, [opened]);
  const plans = usePlans(typed, opened && knowsPlans);
  const pages: JumpTarget[] = items.map(({ to, label, icon: Icon }) => ({
    id: to,
    group: words.shell.jumpPages,
    label,
    mark: <Icon size={20} stroke={1.7} />,
    open: () => void navigate({ to }),
  }));
  const patients: JumpTarget[] = plans.known.map(({ id, patient, title, phase, my_role }) => ({
    id,
    found: plans.found.has(id),
    group: words.shell.jumpPatients,
    label: patient.name,
    note: [title, phase ? words.plans.phase[phase].toLowerCase() : null].filter(Boolean).join(", "),
    mark: <Avatar person={{ id: patient.person_id, name: patient.name, role: "patient" }} />,
    open: () =>
      void (coordinates && phase === null
        ? navigate({ to: "/coordination", search: { plan: id } })
        : navigate({
            to: oversees(session) && my_role === null ? "/oversight/plans/$planId" : "/plans/$planId",
            params: { planId: id },
          })),
  }));
  return (
    <JumpDialog
      opened={opened}
      onClose={onClose}
      targets={[...patients, ...pages]}
      query={typed}
      onQuery={setTyped}
      coming={plans.coming}
    />
  );
}

/** The plans that come first, and where there are more, those that the server finds by the patient's name. */
function usePlans(typed: string, enabled: boolean) {
  const [q] = useDebouncedValue(typed.trim(), 150);
  const first = useInfiniteQuery({ ...caseloadQuery({}), enabled });
  const asks = enabled && q !== "" && first.hasNextPage;
  const sought = useInfiniteQuery({ ...caseloadQuery({ q }), enabled: asks });
  const found = (asks && sought.data?.pages[0]?.items) || [];
  const known = new Map<string, PlanSummary>();
  for (const plan of [...found, ...(first.data?.pages[0]?.items ?? [])]) known.set(plan.id, plan);
  const late = first.hasNextPage && typed.trim() !== q;
  return {
    known: [...known.values()],
    found: new Set(found.map(({ id }) => id)),
    coming: enabled && (first.isPending || late || (asks && sought.isPending)),
  };
}
