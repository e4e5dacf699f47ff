/** A care team in full: the patient, their way in, and the team around them. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AccessPanel } from "../../features/people/access-panel";
import { PersonHead } from "../../features/people/person-head";
import { admissionQuery } from "../../features/people/queries";
import { teamQuery } from "../../features/teams/queries";
import { TeamEditor } from "../../features/teams/team-editor";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { Bone, ErrorState } from "../../ui/states";
import { useComparing } from "./comparing";
import { SupporterAccess } from "./supporter-access";
import styles from "./team-panel.module.css";

export function TeamPanel({ planId }: { planId: string }) {
  const plan = useQuery(teamQuery(planId));
  const [supporter, setSupporter] = useState<string | null>(null);
  const comparing = useComparing();
  if (failed(plan)) return <ErrorState error={plan.error} retry={() => void plan.refetch()} />;
  if (!plan.data) {
    return (
      <div className={styles.panel} role="status">
        <span className="ct-hidden">{words.common.loading}</span>
        <Bone width="60%" height={36} />
        <Bone />
        <Bone />
      </div>
    );
  }
  const { patient } = plan.data;
  return (
    <div className={styles.panel}>
      <PatientAccess
        personId={patient.person_id}
        name={patient.name}
        may={plan.data.may.includes("team.change")}
      />
      <TeamEditor plan={plan.data} onAccess={setSupporter} onCompare={comparing.compare} />
      {comparing.dialog}
      <SupporterAccess personId={supporter} onClose={() => setSupporter(null)} />
    </div>
  );
}

function PatientAccess({ personId, name, may }: { personId: string; name: string; may: boolean }) {
  const admission = useQuery(admissionQuery(personId));
  return (
    <section className={styles.patient}>
      {admission.data ? (
        <>
          <PersonHead person={admission.data} as="patient" mayCorrect={may} />
          <AccessPanel person={admission.data} mayInvite={may} patient />
        </>
      ) : (
        <h2 className={styles.name}>{name}</h2>
      )}
      {admission.isError && !admission.data ? (
        <ErrorState error={admission.error} retry={() => void admission.refetch()} />
      ) : null}
    </section>
  );
}
