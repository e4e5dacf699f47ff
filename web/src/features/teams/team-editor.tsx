/** The team of one plan: who is on it, who leads, adding and removing. */
import { Button, Menu } from "@mantine/core";
import { IconDots, IconHeartHandshake, IconKey, IconStar, IconUserMinus } from "@tabler/icons-react";
import { useState } from "react";
import type { PersonRef, PlanDetail, TeamMember } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { PersonLine } from "../../ui/person";
import { FormError } from "../../ui/states";
import { AddMember } from "./add-member";
import { useSetLead } from "./commands";
import { InviteSupporter } from "./invite-supporter";
import { PlanReaders } from "./plan-readers";
import { RemoveMember } from "./remove-member";
import styles from "./team-editor.module.css";

const text = words.teams;

interface Props {
  plan: PlanDetail;
  /** Shows whether a supporter gets in, and their link. */
  onAccess: (personId: string) => void;
  /** Compares words with somebody before they are let into conversations. */
  onCompare: (person: PersonRef) => void;
}

export function TeamEditor({ plan, onAccess, onCompare }: Props) {
  const [leaving, setLeaving] = useState<TeamMember | null>(null);
  const [inviting, setInviting] = useState(false);
  const may = plan.may.includes("team.change");
  const staff = plan.team.filter((one) => one.kind === "member");
  const supporters = plan.team.filter((one) => one.kind === "proxy");
  return (
    <>
      <section className={styles.section}>
        <h3 className={styles.subtitle}>{text.team}</h3>
        {plan.gaps.map((gap) => (
          <p key={gap} className={styles.gap}>
            {text.missing[gap]}
          </p>
        ))}
        <ul>
          {staff.map((member) => (
            <Member key={member.relation_id} plan={plan} member={member} may={may} onRemove={setLeaving} />
          ))}
        </ul>
        {may ? null : <p className={styles.note}>{text.ownCare}</p>}
      </section>
      {may ? (
        <section className={styles.section}>
          <h3 className={styles.subtitle}>{text.add.title}</h3>
          <AddMember plan={plan} />
        </section>
      ) : null}
      {may ? <PlanReaders planId={plan.id} onCompare={onCompare} /> : null}
      <section className={styles.section}>
        <h3 className={styles.subtitle}>{text.supporters}</h3>
        {supporters.length === 0 ? <p className={styles.note}>{text.noSupporters}</p> : null}
        <ul>
          {supporters.map((member) => (
            <Member
              key={member.relation_id}
              plan={plan}
              member={member}
              may={may}
              onRemove={setLeaving}
              onAccess={onAccess}
            />
          ))}
        </ul>
        {may ? (
          <div>
            <Button
              leftSection={<IconHeartHandshake size={18} aria-hidden="true" />}
              onClick={() => setInviting(true)}
            >
              {text.support.open}
            </Button>
          </div>
        ) : null}
      </section>
      <p className={styles.note}>{text.rosterOnly}</p>
      {leaving ? (
        <RemoveMember
          key={leaving.relation_id}
          plan={plan}
          member={leaving}
          onClose={() => setLeaving(null)}
        />
      ) : null}
      <InviteSupporter
        plan={plan}
        opened={inviting}
        onClose={() => setInviting(false)}
        onInvited={onAccess}
      />
    </>
  );
}

interface MemberProps {
  plan: PlanDetail;
  member: TeamMember;
  may: boolean;
  onRemove: (member: TeamMember) => void;
  onAccess?: (personId: string) => void;
}

function Member({ plan, member, may, onRemove, onAccess }: MemberProps) {
  const setLead = useSetLead();
  const tell = useTell();
  const { person, lead, since, kind } = member;
  const note = [lead ? text.leads : "", text.since(shortDate(new Date(since)))].filter(Boolean).join(", ");
  const makeLead = () =>
    setLead.mutate(
      { plan_id: plan.id, relation_id: member.relation_id },
      { onSuccess: () => tell({ text: text.ledBy(person.name) }) },
    );
  return (
    <li className={styles.member}>
      <PersonLine person={person} note={note} />
      {may ? (
        <Menu>
          <Menu.Target>
            <IconButton label={`${words.common.more}: ${person.name}`} loading={setLead.isPending}>
              <IconDots size={18} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            {kind === "member" && !lead ? (
              <Menu.Item leftSection={<IconStar size={18} />} onClick={makeLead}>
                {text.makeLead}
              </Menu.Item>
            ) : null}
            {onAccess ? (
              <Menu.Item leftSection={<IconKey size={18} />} onClick={() => onAccess(person.id)}>
                {text.access}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconUserMinus size={18} />} onClick={() => onRemove(member)}>
              {text.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <div className={styles.wide}>
        <FormError error={setLead.error} />
      </div>
    </li>
  );
}
