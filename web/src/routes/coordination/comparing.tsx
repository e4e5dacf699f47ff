/** Comparing words with somebody, wherever a coordinator decides who reads. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { PersonRef } from "../../client/types";

const VerifyWords = lazy(() =>
  import("../../features/keys/verify").then((module) => ({ default: module.VerifyWords })),
);

export function useComparing(): { compare: (person: PersonRef) => void; dialog: ReactNode } {
  const [person, setPerson] = useState<PersonRef | null>(null);
  const [opened, setOpened] = useState(false);
  const compare = (one: PersonRef) => {
    setPerson(one);
    setOpened(true);
  };
  const dialog = person ? (
    <Suspense fallback={null}>
      <VerifyWords person={person} opened={opened} onClose={() => setOpened(false)} />
    </Suspense>
  ) : null;
  return { compare, dialog };
}
