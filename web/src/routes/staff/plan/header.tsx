/** The header of a patient's page: who it is, where the plan stands, who treats, what else can be done. */
import { Button, Menu } from "@mantine/core";
import {
  IconChevronLeft,
  IconDots,
  IconEdit,
  IconHistory,
  IconListNumbers,
  IconSearch,
  IconShieldHeart,
  IconToggleLeft,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, type RefObject, Suspense, useRef, useState } from "react";
import type { PersonRef } from "../../../client/types";
import { useAbsent } from "../../../features/coverage/away";
import { CallIn } from "../../../features/coverage/call-in";
import { StatusChip } from "../../../features/plans/status-chip";
import { TeamPopover } from "../../../features/plans/team-popover";
import { words } from "../../../i18n";
import { safetyWords } from "../../../i18n/safety";
import { useNarrow } from "../../../lib/media";
import { useMyId } from "../../../live/session";
import { Chip } from "../../../ui/chip";
import { IconButton } from "../../../ui/icon-button";
import { useFocusBack } from "../../../ui/use-focus-back";
import { useJump } from "../jump-context";
import { usePlanPage } from "./context";
import styles from "./header.module.css";
import type { PlanSearch } from "./search";

const ReviseDialog = lazy(() =>
  import("../../../features/plans/revise-dialog").then((module) => ({ default: module.ReviseDialog })),
);
const StatusDialog = lazy(() =>
  import("../../../features/plans/status-dialog").then((module) => ({ default: module.StatusDialog })),
);
const Compare = lazy(() =>
  import("../../../features/assessment/compare").then((module) => ({ default: module.Compare })),
);
const VersionsDialog = lazy(() =>
  import("../../../features/plans/versions-dialog").then((module) => ({ default: module.VersionsDialog })),
);

const VerifyWords = lazy(() =>
  import("../../../features/keys/verify").then((module) => ({ default: module.VerifyWords })),
);

const text = words.plans;
export type PlanDialog = "revise" | "status" | "versions" | null;

export function PlanHeader() {
  const { plan } = usePlanPage();
  const narrow = useNarrow();
  const jump = useJump();
  const [dialog, setDialog] = useState<PlanDialog>(null);
  const [verifying, setVerifying] = useState<PersonRef | null>(null);
  const me = useMyId();
  const absent = useAbsent(plan.id);
  const more = useRef<HTMLButtonElement>(null);
  useFocusBack(dialog !== null, more);
  const { patient } = plan;
  const about = [patient.pronouns, patient.age].filter(Boolean).join(", ");
  return (
    <header className={styles.header}>
      <BackLink />
      <div className={styles.who}>
        <h1 className={styles.name}>{patient.name}</h1>
        {about ? <span className={styles.about}>{about}</span> : null}
        <Chip tone="accent">{text.phase[plan.phase]}</Chip>
        <StatusChip status={plan.status} />
      </div>
      <div className={styles.tools}>
        <TeamPopover
          plan={plan}
          compact={narrow}
          absent={absent}
          aside={(person, close) =>
            person.id === me ? null : (
              <Button
                size="compact-sm"
                aria-label={words.keys.verifyOf(person.name)}
                className={styles.verify}
                onClick={() => {
                  close();
                  setVerifying(person);
                }}
              >
                {words.keys.verify}
              </Button>
            )
          }
        >
          <CallIn planId={plan.id} />
        </TeamPopover>
        {narrow ? null : (
          <IconButton label={words.shell.find} onClick={jump}>
            <IconSearch size={20} stroke={1.7} />
          </IconButton>
        )}
        <MoreMenu planId={plan.id} button={more} onOpen={setDialog} may={plan.may} />
      </div>
      <Suspense>
        {dialog === "revise" ? <ReviseDialog plan={plan} opened onClose={() => setDialog(null)} /> : null}
        {dialog === "status" ? <StatusDialog plan={plan} opened onClose={() => setDialog(null)} /> : null}
        {verifying ? <VerifyWords person={verifying} opened onClose={() => setVerifying(null)} /> : null}
        {dialog === "versions" ? (
          <VersionsDialog
            planId={plan.id}
            opened
            onClose={() => setDialog(null)}
            compare={(before, after) => (
              <Suspense>
                <Compare planId={plan.id} before={before} after={after} />
              </Suspense>
            )}
          />
        ) : null}
      </Suspense>
    </header>
  );
}

/** To the list one came from: one's patients, or for those who only oversee, all plans. */
function BackLink() {
  const { plan } = usePlanPage();
  const me = useMyId();
  const mine = plan.team.some(({ person }) => person.id === me);
  const label = mine ? text.title : words.oversight.title;
  return (
    <Link
      to={mine ? "/patients" : "/oversight"}
      search={{}}
      className={styles.back}
      aria-label={label}
      title={label}
    >
      <IconChevronLeft size={22} stroke={1.7} aria-hidden="true" />
    </Link>
  );
}

interface MenuProps {
  planId: string;
  button: RefObject<HTMLButtonElement | null>;
  onOpen: (dialog: PlanDialog) => void;
  may: readonly string[];
}

function MoreMenu({ planId, button, onOpen, may }: MenuProps) {
  return (
    <Menu width={220}>
      <Menu.Target>
        <IconButton ref={button} label={text.more}>
          <IconDots size={20} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconListNumbers size={18} />}
          renderRoot={(props) => (
            <Link
              to="/plans/$planId/safety-plan"
              params={{ planId }}
              search={(before: PlanSearch) => ({ ...before, side: "plan" as const })}
              {...props}
            />
          )}
        >
          {words.safetyplan.title}
        </Menu.Item>
        {may.includes("plan.revise") ? (
          <Menu.Item leftSection={<IconEdit size={18} />} onClick={() => onOpen("revise")}>
            {text.revise}
          </Menu.Item>
        ) : null}
        {may.includes("plan-status.set") ? (
          <Menu.Item leftSection={<IconToggleLeft size={18} />} onClick={() => onOpen("status")}>
            {text.changeStatus}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconHistory size={18} />} onClick={() => onOpen("versions")}>
          {text.showVersions}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconShieldHeart size={18} />}
          renderRoot={(props) => (
            <Link to="/plans/$planId/cases" params={{ planId }} search={{}} {...props} />
          )}
        >
          {safetyWords.title}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
