/** The open case of the plan on this page, if there is one. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { CaseBanner } from "../../../features/safety/case-banner";
import { casesQuery } from "../../../features/safety/queries";
import { safetyWords } from "../../../i18n/safety";
import { shortName } from "../../../lib/names";
import { useMyId } from "../../../live/session";
import { usePlanPage } from "./context";

export function OpenCase() {
  const { plan } = usePlanPage();
  const me = useMyId();
  const shown = useLocation({
    select: ({ pathname, search }) => pathname.endsWith("/cases") && search.side !== "talk",
  });
  const newest = useInfiniteQuery(casesQuery(plan.id)).data?.pages[0]?.items[0];
  if (!newest || newest.closed_at !== null) return null;
  return (
    <CaseBanner open={newest} patient={shortName(plan.patient.name)} me={me}>
      {shown ? null : (
        <Button
          variant="subtle"
          color="gray"
          renderRoot={(props) => (
            <Link to="/plans/$planId/cases" params={{ planId: plan.id }} search={{}} {...props} />
          )}
        >
          {safetyWords.see}
        </Button>
      )}
    </CaseBanner>
  );
}
