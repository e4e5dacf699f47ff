/** The rules that open cases, with their source and limits, and the ladders of both tiers. */
import type { SafetyRule, SafetyRules } from "../../client/types";
import { words } from "../../i18n";
import { safetyWords } from "../../i18n/safety";
import { Chip } from "../../ui/chip";
import { Panel, PanelText } from "../../ui/panel";
import styles from "./safety.module.css";

const text = safetyWords.rules;

export function RuleList({ rules }: { rules: SafetyRules }) {
  return (
    <>
      {rules.signed_off ? null : <p className={styles.unsigned}>{text.unsigned}</p>}
      <Panel title={text.which}>
        <PanelText>
          <p className={styles.muted}>{text.merge(rules.merge_minutes)}</p>
          {rules.rules.map((rule) => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </PanelText>
      </Panel>
      <Panel title={text.ladders}>
        <PanelText>
          {rules.tiers.map((tier) => (
            <Tier key={tier.tier} tier={tier} />
          ))}
        </PanelText>
      </Panel>
    </>
  );
}

function Rule({ rule }: { rule: SafetyRule }) {
  const { tier, title, version, item, low, high, limits, recall, cite, basis } = rule;
  return (
    <article className={styles.rule}>
      <header className={styles.head}>
        <Chip tone={tier === "urgent" ? "danger" : "warn"}>{safetyWords.tiers[tier]}</Chip>
        <h3>{title}</h3>
        <span className={styles.muted}>{safetyWords.version(version)}</span>
      </header>
      {item !== null && low !== null && high !== null ? <p>{text.item(item, low, high)}</p> : null}
      {rule.missed ? <p>{text.missed}</p> : null}
      {rule.rise_since_last !== null || rule.rise_from_baseline !== null ? (
        <p>{text.rise(rule.rise_since_last, rule.rise_from_baseline)}</p>
      ) : null}
      <p>
        <span className={styles.muted}>{text.limits}:</span> {limits}
      </p>
      <p className={styles.muted}>
        {text.recall}:{" "}
        {recall ? text.measured(recall.found_percent, recall.false_percent, recall.on) : text.unmeasured}.{" "}
        {text.source}: {cite} ({words.measures.basis[basis]}).
      </p>
    </article>
  );
}

function Tier({ tier }: { tier: SafetyRules["tiers"][number] }) {
  return (
    <article className={styles.rule}>
      <header className={styles.head}>
        <Chip tone={tier.tier === "urgent" ? "danger" : "warn"}>{safetyWords.tiers[tier.tier]}</Chip>
      </header>
      <ul>
        {tier.steps.map(({ whom, minutes }, place) => {
          const said = words.common.andMore(whom.map((one) => text.whom[one]));
          const last = place === tier.steps.length - 1;
          return <li key={said}>{(last ? text.last : text.step)(place + 1, said, minutes)}</li>;
        })}
      </ul>
      <p>
        {tier.working_hours ? `${text.workingHours} ` : null}
        {text.outcome(tier.outcome_minutes)}
      </p>
      <p className={styles.muted}>
        {text.source}: {tier.source}.
      </p>
    </article>
  );
}
