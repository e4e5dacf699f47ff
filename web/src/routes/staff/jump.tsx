/** Ctrl+K: the caseload and the pages, found by typing. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
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
  const plans = useInfiniteQuery({ ...caseloadQuery({}), enabled: opened && knowsPlans });
  const pages: JumpTarget[] = items.map(({ to, label, icon: Icon }) => ({
    id: to,
    group: words.shell.jumpPages,
    label,
    mark: <Icon size={20} stroke={1.7} />,
    open: () => void navigate({ to }),
  }));
  const patients: JumpTarget[] = (plans.data?.pages ?? [])
    .flatMap((page) => page.items)
    .map(({ id, patient, title, phase, my_role }) => ({
      id,
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
  return <JumpDialog opened={opened} onClose={onClose} targets={[...patients, ...pages]} />;
}
