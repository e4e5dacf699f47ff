/** Ctrl+K: the caseload and the pages, found by typing. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { caseloadQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import { JumpDialog, type JumpTarget } from "../../ui/jump";
import { Avatar } from "../../ui/person";
import type { NavItem } from "./nav";

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
  const plans = useInfiniteQuery({ ...caseloadQuery({}), enabled: opened });
  const pages: JumpTarget[] = items.map(({ to, label, icon: Icon }) => ({
    id: to,
    group: words.shell.jumpPages,
    label,
    mark: <Icon size={20} stroke={1.7} />,
    open: () => void navigate({ to }),
  }));
  const patients: JumpTarget[] = (plans.data?.pages ?? [])
    .flatMap((page) => page.items)
    .map(({ id, patient, title, phase }) => ({
      id,
      group: words.shell.jumpPatients,
      label: patient.name,
      note: [title, phase ? words.plans.phase[phase].toLowerCase() : null].filter(Boolean).join(", "),
      mark: <Avatar person={{ id: patient.person_id, name: patient.name, role: "patient" }} />,
      open: () => void navigate({ to: "/plans/$planId", params: { planId: id } }),
    }));
  return <JumpDialog opened={opened} onClose={onClose} targets={[...patients, ...pages]} />;
}
