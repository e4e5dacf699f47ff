/** A person over the list; the address can be kept and shared with another administrator. */
import { lazy, Suspense, useRef } from "react";
import { words } from "../../i18n";
import { SideDrawer } from "../../ui/side-drawer";
import { RowsSkeleton } from "../../ui/states";

const PersonDetail = lazy(() =>
  import("../../features/people/person-detail").then((module) => ({ default: module.PersonDetail })),
);

interface Props {
  personId: string | undefined;
  me: string;
  onClose: () => void;
}

export function PersonDrawer({ personId, me, onClose }: Props) {
  const last = useRef(personId);
  if (personId) last.current = personId;
  const shown = personId ?? last.current;
  return (
    <SideDrawer opened={personId !== undefined} onClose={onClose} title={words.people.one} size={480}>
      {shown ? (
        <Suspense fallback={<RowsSkeleton rows={4} />}>
          <PersonDetail key={shown} personId={shown} me={me} />
        </Suspense>
      ) : null}
    </SideDrawer>
  );
}
