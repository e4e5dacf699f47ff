/** Keeps what lies on this device as new as what the server says, and lets the patient choose whether it lies here. */
import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { words } from "../../i18n";
import { uidOf } from "../../keyring/ids";
import { readDevice } from "../../keyring/store";
import { useMyId } from "../../live/session";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { dropHere, hereQuery, keepHere } from "./here";
import { safetyPlanQuery } from "./queries";

const text = words.safetyplan;

/** Mounted once, in the patient's shell. A browser that keeps this person's keys is theirs: it keeps the plan unasked. */
export function useKeptHere(planId: string | undefined): void {
  const me = useMyId();
  const queries = useQueryClient();
  const here = useQuery(hereQuery);
  const plan = useQuery({ ...safetyPlanQuery(planId ?? ""), enabled: planId !== undefined }).data;
  const content = plan?.current?.content ?? null;
  const said = JSON.stringify(content);
  const mine = here.data?.personId === me ? here.data : null;
  const asRead = mine?.wanted ? JSON.stringify(mine.content) : null;
  const known = plan !== undefined && here.isSuccess;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same content may come as another object
  useEffect(() => {
    if (!known || (mine && !mine.wanted) || asRead === said) return;
    const keep = async () => {
      if (mine || (await readDevice(uidOf(me)))) {
        await keepHere(me, content);
        await queries.invalidateQueries({ queryKey: hereQuery.queryKey });
      }
    };
    void keep();
  }, [known, mine?.wanted, asRead, said, me, queries]);
}

export function KeepHereSwitch({ planId }: { planId: string }) {
  const me = useMyId();
  const queries = useQueryClient();
  const here = useQuery(hereQuery);
  const content = useQuery(safetyPlanQuery(planId)).data?.current?.content ?? null;
  const set = useMutation({
    networkMode: "always",
    mutationFn: (wanted: boolean) => (wanted ? keepHere(me, content) : dropHere(me)),
    onSuccess: () => queries.invalidateQueries({ queryKey: hereQuery.queryKey }),
  });
  const wanted = here.data?.personId === me && here.data.wanted;
  return (
    <Panel title={text.here}>
      <PanelText>
        <Switch
          label={text.hereSwitch}
          checked={wanted}
          disabled={here.isPending || set.isPending}
          onChange={(event) => set.mutate(event.currentTarget.checked)}
        />
        <p className={panel.note}>{set.data === false ? text.hereFails : text.hereBody}</p>
      </PanelText>
    </Panel>
  );
}
