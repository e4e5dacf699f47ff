/** Sign-in, with help in a crisis below it. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { FactorAsked } from "../../client/types";
import { clinicQuery } from "../../features/identity/queries";
import { SecondStep } from "../../features/identity/second-step";
import { DemoSignIns, SignInForm } from "../../features/identity/sign-in";
import { words } from "../../i18n";
import { useTitle } from "../../ui/use-title";
import { PublicFrame } from "./frame";
import styles from "./sign-in.module.css";

export function SignInPage() {
  const { to, kept } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const clinic = useQuery(clinicQuery).data;
  useTitle(words.identity.signIn);
  const enter = () => void navigate({ href: to ?? "/", replace: true });
  const people = clinic?.demo_sign_ins ?? [];
  const [asked, setAsked] = useState<FactorAsked | null>(null);
  if (asked)
    return (
      <PublicFrame>
        <h1>{words.factors.secondTitle}</h1>
        <SecondStep asked={asked} onSignedIn={enter} onStartAgain={() => setAsked(null)} />
      </PublicFrame>
    );
  return (
    <PublicFrame
      aside={people.length > 0 ? <DemoSignIns people={people} onSignedIn={enter} onAsked={setAsked} /> : null}
    >
      <h1>{words.identity.signIn}</h1>
      {kept ? (
        <p className={styles.kept} role="status">
          {words.identity.idledOut}
        </p>
      ) : null}
      <SignInForm onSignedIn={enter} onAsked={setAsked} />
    </PublicFrame>
  );
}
