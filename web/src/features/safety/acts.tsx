/** What one can do about an open case: one filled button, which is the next thing to do. */
import { Button } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { SafetyCase } from "../../client/types";
import { safetyWords as text } from "../../i18n/safety";
import { failureWords } from "../../ui/failure-words";
import { useTell } from "../../ui/notices";
import { useFocusBack } from "../../ui/use-focus-back";
import { useTakeCase } from "./commands";

const AssessDialog = lazy(() =>
  import("./assess-dialog").then((module) => ({ default: module.AssessDialog })),
);
const CloseDialog = lazy(() => import("./close-dialog").then((module) => ({ default: module.CloseDialog })));

interface Props {
  open: SafetyCase;
  patient: string;
  /** Where more about it stands. */
  children?: ReactNode;
}

export function CaseActs({ open, patient, children }: Props) {
  const [asking, setAsking] = useState<"assess" | "close" | null>(null);
  useFocusBack(asking !== null);
  const taking = useTakeCase();
  const tell = useTell();
  const may = (action: SafetyCase["may"][number]) => open.may.includes(action);
  const take = () =>
    taking.mutate(
      { plan_id: open.plan_id, case_id: open.id },
      {
        onSuccess: () => tell({ text: text.taken, detail: text.takenDetail }),
        onError: (error) => tell({ text: failureWords(error), tone: "warn" }),
      },
    );
  const free = may("case.take");
  const ready = may("case.close");
  return (
    <>
      {free ? (
        <Button variant="filled" color="danger" loading={taking.isPending} onClick={take}>
          {text.take}
        </Button>
      ) : null}
      {may("case.assess") ? (
        <Button variant={free || ready ? "default" : "filled"} onClick={() => setAsking("assess")}>
          {open.assessed_at ? text.assessAgain : text.assess}
        </Button>
      ) : null}
      {ready ? (
        <Button variant={free ? "default" : "filled"} onClick={() => setAsking("close")}>
          {text.close}
        </Button>
      ) : null}
      {children}
      <Suspense>
        {asking === "assess" ? (
          <AssessDialog open={open} patient={patient} onClose={() => setAsking(null)} />
        ) : null}
        {asking === "close" ? (
          <CloseDialog open={open} patient={patient} onClose={() => setAsking(null)} />
        ) : null}
      </Suspense>
    </>
  );
}
