/** Before what cannot wait is sent: who is told first, and who next. */
import { useQuery } from "@tanstack/react-query";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useSession } from "../../live/session";
import { DEFAULT_CRISIS } from "../../ui/crisis-lines";
import { Bone } from "../../ui/states";
import { ladderQuery } from "./queries";

const text = words.messaging.urgency;

interface Props {
  planId: string;
  conversationId: string;
  level: "urgent" | "stat";
  voice: "staff" | "patient";
}

export function WhoIsTold({ planId, conversationId, level, voice }: Props) {
  const ladder = useQuery(ladderQuery(planId, conversationId, level));
  const { emergency, lifeline } = useSession().clinic.crisis ?? DEFAULT_CRISIS;
  const [first, next] = ladder.data?.steps ?? [];
  const named = (step: { people: readonly { name: string }[] }) =>
    [words.common.andMore(step.people.map(({ name }) => shortName(name))), step.people.length] as const;
  return (
    <>
      <p>
        {ladder.isPending ? (
          <Bone width="70%" />
        ) : ladder.isError ? (
          text.unknown
        ) : first ? (
          <>
            {text.first(...named(first))} {next ? text.next(first.minutes, ...named(next)) : null}
          </>
        ) : (
          text.nobody
        )}
      </p>
      {voice === "patient" ? (
        <p>
          <strong>{text.danger(emergency, lifeline)}</strong>
        </p>
      ) : null}
    </>
  );
}
