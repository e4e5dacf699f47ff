/** The word check beside a conversation: asked for once, help when it found something, and what the team was told. */
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { words } from "../../i18n";
import { useCrisis, useHelpNow } from "../../ui/help-now";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { checkWords, WORD_LIST } from "./check";
import { useDecideWordCheck, WORDING } from "./commands";
import { useFindingBox, useOutgoingFindings } from "./findings";
import { safetyPlanQuery } from "./queries";
import styles from "./word-check.module.css";

const text = words.safetyplan;

/** What the patient decided about this wording of the question; null where they were not asked yet. */
function useAgreed(planId: string | undefined): boolean | null | undefined {
  const plan = useQuery({ ...safetyPlanQuery(planId ?? ""), enabled: planId !== undefined }).data;
  if (!plan) return undefined;
  return plan.word_check && plan.word_check.wording >= WORDING ? plan.word_check.agreed : null;
}

interface Found {
  /** Of the finding on its way; null where nobody is told. */
  key: string | null;
}

interface WordCheck {
  /** Reads what is sent in a conversation about the patient's own plan; in others there is none. */
  onSending: (message: { id: string; words: string }) => void;
  /** Help, since something was found. */
  advice: ReactNode;
  /** The question, until it is answered. */
  asking: ReactNode;
}

export function useWordCheck(planId: string | undefined): WordCheck {
  const known = useAgreed(planId);
  const decide = useDecideWordCheck();
  // What was chosen here counts at once, not only when it has come back.
  const agreed = decide.isError ? known : (decide.variables?.agreed ?? known);
  const box = useFindingBox();
  const outgoing = useOutgoingFindings();
  // The server takes nothing in before it knows the decision: what is found meanwhile goes out after it, or not at all.
  useEffect(() => {
    if (decide.isPending) return;
    for (const { key, held } of outgoing) {
      if (held && decide.isError) box.remove(key);
      else if (held) box.release(key);
    }
  }, [decide.isPending, decide.isError, outgoing, box]);
  const [found, setFound] = useState<Found | null>(null);
  if (planId === undefined) return { onSending: () => undefined, advice: null, asking: null };
  const onSending = ({ id, words: said }: { id: string; words: string }) => {
    if (!checkWords(said)) return;
    const at = new Date().toISOString();
    const finding = { planId, version: WORD_LIST.version, messageId: id, at, held: decide.isPending };
    setFound({ key: agreed ? box.add(finding) : null });
  };
  return {
    onSending,
    advice: found ? <Advice found={agreed ? found : { key: null }} onClose={() => setFound(null)} /> : null,
    asking: agreed === null ? <Asking planId={planId} decide={decide} /> : null,
  };
}

function Advice({ found, onClose }: { found: Found; onClose: () => void }) {
  const { lifeline, emergency } = useCrisis();
  const help = useHelpNow();
  const outgoing = useOutgoingFindings().find(({ key }) => key === found.key);
  const told =
    found.key === null
      ? text.advice.untold
      : outgoing?.refused
        ? text.advice.refused
        : outgoing
          ? text.advice.waiting
          : text.advice.told;
  return (
    <section className={styles.advice} aria-labelledby="word-advice" role="alert">
      <header>
        <h2 id="word-advice">{text.advice.title}</h2>
        <IconButton label={text.advice.close} size={44} onClick={onClose}>
          <IconX size={20} stroke={1.7} />
        </IconButton>
      </header>
      <p>{text.advice.body}</p>
      <p className={styles.ways}>
        <a href={`tel:${lifeline}`}>{text.advice.call(lifeline)}</a>
        <a href={`sms:${lifeline}`}>{text.advice.text(lifeline)}</a>
        <a href={`tel:${emergency}`}>{text.advice.call(emergency)}</a>
        <button type="button" onClick={help}>
          {text.mine}
        </button>
      </p>
      <p className={styles.note}>{told}</p>
    </section>
  );
}

/** Asked once; what was decided stands under "Me". */
function Asking({ planId, decide }: { planId: string; decide: ReturnType<typeof useDecideWordCheck> }) {
  const tell = useTell();
  const choose = (agreed: boolean) =>
    decide.mutate(
      { plan_id: planId, agreed },
      { onSuccess: () => tell({ text: agreed ? text.ask.thanksYes : text.ask.thanksNo }) },
    );
  return (
    <section className={styles.asking} aria-labelledby="word-asking">
      <h2 id="word-asking">{text.ask.title}</h2>
      <p>
        {text.ask.body} <Link to="/me/word-check">{text.ask.read}</Link>
      </p>
      <FormError error={decide.error} />
      <div className={styles.answers}>
        <Button onClick={() => choose(true)} disabled={decide.isPending}>
          {text.ask.yes}
        </Button>
        <Button onClick={() => choose(false)} disabled={decide.isPending}>
          {text.ask.no}
        </Button>
      </div>
    </section>
  );
}
