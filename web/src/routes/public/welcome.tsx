/** The page behind an invitation's one-use link. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { FactorAsked } from "../../client/types";
import { invitationQuery } from "../../features/identity/queries";
import { RedeemForm } from "../../features/identity/redeem";
import { SecondStep } from "../../features/identity/second-step";
import { words } from "../../i18n";
import { linkFacts } from "../../keyring/invited";
import { Problem } from "../../lib/problem";
import { Bone, ErrorState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { PublicFrame } from "./frame";

const text = words.identity;

export function WelcomePage() {
  const { token } = useParams({ from: "/welcome/$token" });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(invitationQuery(token));
  const [asked, setAsked] = useState<FactorAsked | null>(null);
  // Who comes with the clinic's keys in the link goes on to their own.
  const enter = () => void navigate({ href: linkFacts() ? "/keys?to=%2F" : "/", replace: true });
  useTitle(text.start);
  if (asked) {
    return (
      <PublicFrame>
        <h1>{words.factors.secondTitle}</h1>
        <SecondStep
          asked={asked}
          onSignedIn={enter}
          onStartAgain={() => void navigate({ to: "/sign-in", search: {} })}
        />
      </PublicFrame>
    );
  }
  if (error instanceof Problem && error.status < 500) {
    const gone = error.status === 410;
    return (
      <PublicFrame>
        <h1>{gone ? text.invitationGone : text.invitationUnknown}</h1>
        <p>{gone ? text.invitationGoneBody : text.invitationUnknownBody}</p>
        <Anchor renderRoot={(props) => <Link to="/sign-in" search={{}} {...props} />}>{text.toSignIn}</Anchor>
      </PublicFrame>
    );
  }
  if (error) {
    return (
      <PublicFrame>
        <ErrorState error={error} retry={() => void refetch()} />
      </PublicFrame>
    );
  }
  if (!data) {
    return (
      <PublicFrame>
        <Bone width="60%" height={22} />
        <Bone height={48} />
        <Bone height={48} />
      </PublicFrame>
    );
  }
  return (
    <PublicFrame>
      <h1>{data.asks_for_name ? text.welcomeFirst : text.welcome(data.person_name)}</h1>
      <p>
        {data.asks_for_name
          ? text.invitedFirst(data.clinic_name)
          : text.invitedAs(data.clinic_name, words.common.roles[data.role])}
      </p>
      <RedeemForm token={token} invitation={data} onSignedIn={enter} onAsked={setAsked} />
    </PublicFrame>
  );
}
