/** What a patient decided about the word check: theirs to change, and the team's to know. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { words } from "../../i18n";
import { Panel, PanelText } from "../../ui/panel";
import { ErrorState, FormError } from "../../ui/states";
import { useDecideWordCheck } from "./commands";
import { safetyPlanQuery } from "./queries";

const text = words.safetyplan.check;

export function WordCheckChoice({ planId }: { planId: string }) {
  const query = useQuery(safetyPlanQuery(planId));
  const decide = useDecideWordCheck();
  const choice = query.data?.word_check;
  const choose = (agreed: boolean) => decide.mutate({ plan_id: planId, agreed });
  return (
    <Panel title={text.choice}>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : (
        <PanelText>
          <p role="status">
            {choice ? (choice.agreed ? text.agreed : text.declined) : query.data ? text.undecided : null}
          </p>
          <FormError error={decide.error} />
          <div>
            {choice?.agreed ? null : (
              <Button onClick={() => choose(true)} loading={decide.isPending} disabled={!query.data}>
                {text.agree}
              </Button>
            )}{" "}
            {choice?.agreed === false ? null : (
              <Button onClick={() => choose(false)} loading={decide.isPending} disabled={!query.data}>
                {text.decline}
              </Button>
            )}
          </div>
        </PanelText>
      )}
    </Panel>
  );
}
