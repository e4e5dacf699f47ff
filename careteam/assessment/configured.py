"""By which rule a trial counts in this clinic: the project's numbers, or the organisation's own."""

from careteam.assessment.numbers import numbers
from careteam.assessment.rules import TrialRule
from careteam.core.settings import settings


def trial_rule() -> TrialRule:
    """The rule in force."""
    ours, own = numbers().adequacy, settings()
    return TrialRule(
        min_days=ours.min_days.value if own.trial_days is None else own.trial_days,
        same_episode=ours.same_episode.value if own.trial_same_episode is None else own.trial_same_episode,
    )


def trial_rule_source() -> str:
    """Where the rule in force comes from."""
    own = settings()
    if own.trial_days is not None or own.trial_same_episode is not None:
        return "Set by this organisation"
    known = numbers()
    return known.sources[known.adequacy.min_days.source].cite
