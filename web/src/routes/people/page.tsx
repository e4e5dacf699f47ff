/** People: everybody of the organisation, for whoever invites them and ends their access. */
import { Button, Select } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { PersonRole } from "../../features/people/commands";
import { FirstSteps, stepsLeft } from "../../features/people/first-steps";
import { InviteDialog } from "../../features/people/invite-dialog";
import { PersonRow } from "../../features/people/person-row";
import { peopleQuery } from "../../features/people/queries";
import { ROLES, roleOptions } from "../../features/people/roles";
import { words } from "../../i18n";
import { useShortcuts } from "../../lib/keyboard";
import { useSession } from "../../live/session";
import { Listing } from "../../ui/listing";
import { useTell } from "../../ui/notices";
import { Card, Page, PageHeader } from "../../ui/page";
import { Filters, SearchField } from "../../ui/search-field";
import { NobodyFits, RowsSkeleton } from "../../ui/states";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useSought } from "../sought";
import styles from "./page.module.css";
import { PersonDrawer } from "./person-drawer";
import { type PeopleSearch, rolesOf, STATES, WHO } from "./search";

const text = words.people;
/** A clinic of more people than this has begun. */
const BEGINNING = 12;

export function PeoplePage() {
  const search = useSearch({ from: "/signed/staff/people" });
  const navigate = useNavigate({ from: "/people" });
  const { roles, person: me } = useSession();
  const [inviting, setInviting] = useState<PersonRole | null | undefined>(undefined);
  const list = useListKeys();
  const tell = useTell();
  const { typed, setTyped, q } = useSought();
  const { role, state } = search;
  const pages = useInfiniteQuery({
    ...peopleQuery({ q, role: rolesOf(role), state }),
    placeholderData: (before) => before,
  });
  useTitle(text.title);

  const mayInvite = roles.includes("administrator");
  const narrow = (change: PeopleSearch) => void navigate({ search: { ...search, ...change }, replace: true });
  const open = (id: string) => void navigate({ search: { ...search, person: id } });
  const people = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Boolean(q || role || state);
  const held = new Set(people.flatMap((person) => person.roles));
  const starting =
    mayInvite && !filtered && people.length > 0 && people.length <= BEGINNING && stepsLeft(held).length > 0;
  const clear = () => {
    setTyped("");
    void navigate({ search: {}, replace: true });
  };
  useShortcuts(mayInvite ? { n: () => setInviting(null) } : {});

  return (
    <Page wide>
      <PageHeader
        title={text.title}
        note={people.length > 0 && !pages.hasNextPage ? text.count(people.length) : null}
      >
        {mayInvite ? (
          <Button
            variant={starting ? "default" : "filled"}
            leftSection={<IconUserPlus size={18} aria-hidden="true" />}
            onClick={() => setInviting(null)}
          >
            {text.invite.open}
          </Button>
        ) : null}
      </PageHeader>
      {starting ? (
        <div className={styles.start}>
          <FirstSteps held={held} onInvite={setInviting} />
        </div>
      ) : null}
      <Filters>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        <Select
          aria-label={text.allRoles}
          value={role ?? ""}
          data={[
            { value: "", label: text.allRoles },
            { value: "staff", label: text.allStaff },
            { value: "patients", label: text.allPatients },
            { group: text.byRole, items: roleOptions(ROLES) },
          ]}
          onChange={(value) => narrow({ role: WHO.find((one) => one === value) })}
        />
        <Select
          aria-label={text.allStates}
          value={state ?? ""}
          data={[
            { value: "", label: text.allStates },
            ...STATES.map((value) => ({ value, label: text.stateFilter[value] })),
          ]}
          onChange={(value) => narrow({ state: STATES.find((one) => one === value) })}
        />
      </Filters>
      <Card label={text.title}>
        <Listing
          query={pages}
          count={people.length}
          skeleton={<RowsSkeleton rows={8} avatar />}
          empty={
            <NobodyFits all={text.clear} onAll={clear}>
              {text.emptyBody}
            </NobodyFits>
          }
        >
          <div ref={list}>
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                me={me.id}
                present={person.id === search.person}
                onOpen={() => open(person.id)}
              />
            ))}
          </div>
        </Listing>
      </Card>
      <InviteDialog
        role={inviting}
        onClose={() => setInviting(undefined)}
        onInvited={(id, name) => {
          setInviting(undefined);
          tell({ text: text.invite.done(name) });
          open(id);
        }}
      />
      <PersonDrawer
        personId={search.person}
        me={me.id}
        onClose={() => void navigate({ search: { ...search, person: undefined } })}
      />
    </Page>
  );
}
