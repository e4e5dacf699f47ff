"""The policy says what the permissions table says, no more and no less; and no single word of it can be taken away."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.access.actions import Action
from careteam.access.policy import POLICY, STEP_UP, acting_role, allowed, knows_of, may, may_at_all
from careteam.access.roles import Actor, PlanStatus, RelationKind, Role, Standing
from careteam.access.rules import Case, Either, Every, Fact, HasRole, Is, PlanIs, Related, Rule, Unrelated
from careteam.access.streams import AUDIENCE, REVIEW, StreamKind
from tests.access.permissions import TABLE, WHEN, permits, rows
from tests.access.world import FACTS, LIVE, ME, MEMBERS, ROLES, SELF, SUPERVISOR, TIMED, Plan, Tie, plans, standing

READ_AND_REVIEW = [("read", AUDIENCE), ("review", REVIEW)]
#: Every relation that counts, in one state.
ONCE = [Plan(ties, PlanStatus.ACTIVE) for ties in LIVE]


Judged = list[tuple[Case, bool]]


@cache
def cases() -> list[tuple[Case, frozenset[Role], Plan]]:
    """Every case of the sweep but those about one stream. Where no relation counts, no facts and all will do."""
    return [
        (Case(standing(roles, plan), facts), roles, plan)
        for roles, plan in product(ROLES, plans())
        for facts in (FACTS if plan.ties in LIVE else (FACTS[0], FACTS[-1]))
    ]


def judged(action: Action) -> Judged:
    """Every case of an action with what the typed table says to it."""
    if action is Action.READ_TRAIL_DETAIL:
        return [details(roles, plan, kind) for roles, plan, kind in product(ROLES, plans(), StreamKind)]
    return [(case, permits(action, roles, plan.ties, plan.status, case.facts)) for case, roles, plan in cases()]


def details(roles: frozenset[Role], plan: Plan, kind: StreamKind) -> tuple[Case, bool]:
    """Whether somebody may see before and after in a stream, whose audience is a fact of the case."""
    towards = standing(roles, plan)
    facts = frozenset({Fact.IN_AUDIENCE}) if AUDIENCE[kind].allows(Case(towards)) else frozenset[Fact]()
    return Case(towards, facts), permits(Action.READ_TRAIL_DETAIL, roles, plan.ties, plan.status, facts, kind)


@cache
def visits(word: str, kind: StreamKind) -> Judged:
    """The same for reading and reviewing a stream."""
    everything = product(ROLES, plans(), (frozenset[Fact](), frozenset({Fact.IN_CONVERSATION})))
    return [
        (Case(standing(roles, plan), facts), permits(word, roles, plan.ties, plan.status, facts, kind))
        for roles, plan, facts in everything
    ]


def agrees(rule: Rule, against: Judged) -> bool:
    """Whether the rule says in every case what the typed table says."""
    return all(rule.allows(case) == expected for case, expected in against)


def mixed(against: Judged) -> Judged:
    """The same cases in no order: what a changed word gets wrong lies together, and is met sooner so."""
    return random.Random(0).sample(against, len(against))


@pytest.mark.parametrize("kind", StreamKind)
@pytest.mark.parametrize(("word", "table"), READ_AND_REVIEW)
def test_audiences_and_the_typed_table_agree_on_every_case(
    word: str, table: dict[StreamKind, Rule], kind: StreamKind
) -> None:
    rule = table.get(kind, Either(()))
    assert [case for case, expected in visits(word, kind) if rule.allows(case) != expected] == []


def without_one_word(rule: Rule) -> Iterator[Rule]:
    """Every rule that comes from taking one role, kind, state, condition or branch out of this one."""
    match rule:
        case Every(parts) | Either(parts):
            for at, part in enumerate(parts):
                before, after = parts[:at], parts[at + 1 :]
                if len(parts) > 1:
                    yield type(rule)((*before, *after))
                for less in without_one_word(part):
                    yield type(rule)((*before, less, *after))
        case HasRole(roles):
            yield from (HasRole(roles - {role}) for role in roles)
        case Related(_, roles):
            yield from (replace(rule, roles=roles - {role}) for role in roles)
            if rule.lead or rule.consented:
                yield replace(rule, lead=False, consented=False)
        case Unrelated(kinds):
            yield from (Unrelated(kinds - {kind}) for kind in kinds)
        case PlanIs(statuses):
            yield from (PlanIs(statuses - {status}) for status in statuses)
        case Is():
            yield Either(())
        case _:
            raise TypeError(rule)


def with_one_word_more(rule: Rule, given: frozenset[Role] = frozenset()) -> Iterator[Rule]:
    """Every rule that comes from adding one role or state to this one, or exchanging one fact or kind of relation.

    Roles that are `given` the right anyhow by another branch are not added: that would change nothing.
    """
    match rule:
        case Every(parts) | Either(parts):
            if isinstance(rule, Either):
                given = given.union(*(part.roles for part in parts if isinstance(part, HasRole)))
            for at, part in enumerate(parts):
                for more in with_one_word_more(part, given):
                    yield type(rule)((*parts[:at], more, *parts[at + 1 :]))
        case HasRole(roles):
            yield from (HasRole(roles | {role}) for role in set(Role) - roles - given)
        case Related():
            yield from (replace(rule, kind=kind) for kind in set(RelationKind) - {rule.kind})
        case PlanIs(statuses):
            yield from (PlanIs(statuses | {status}) for status in set(PlanStatus) - statuses)
        case Is(fact):
            yield from (Is(other) for other in set(Fact) - {fact})
        case _:
            return


@pytest.mark.parametrize("action", Action)
def test_the_policy_and_the_typed_table_agree_and_no_word_can_be_taken_away_or_added_unnoticed(action: Action) -> None:
    rule, against = POLICY[action], judged(action)
    assert [case for case, expected in against if rule.allows(case) != expected] == []
    assert {expected for _, expected in against} == {True, False}, "a right of nobody or everybody tells nothing"
    anywhere = mixed(against)
    assert [mutant for mutant in without_one_word(rule) if agrees(mutant, anywhere)] == []
    assert [mutant for mutant in with_one_word_more(rule) if agrees(mutant, anywhere)] == []


@given(
    st.frozensets(st.sampled_from(Role), max_size=4),
    st.lists(st.sampled_from([tie for ties in (*LIVE, *TIMED) for tie in ties]), max_size=5).map(tuple),
    st.sampled_from(PlanStatus),
    st.frozensets(st.sampled_from([fact for fact in Fact if fact is not Fact.IN_AUDIENCE])),
)
def test_any_mix_of_roles_relations_and_facts_gets_what_the_typed_table_gives(
    roles: frozenset[Role], ties: tuple[Tie, ...], status: PlanStatus, facts: frozenset[Fact]
) -> None:
    plan = Plan(ties, status)
    case = Case(standing(roles, plan), facts)
    expected = {action for action in Action if permits(action, roles, ties, status, facts)}
    assert set(allowed(case)) == expected - {Action.READ_TRAIL_DETAIL}
    for kind in StreamKind:
        by_stream, answer = details(roles, plan, kind)
        assert may(by_stream, Action.READ_TRAIL_DETAIL) == answer
        assert AUDIENCE[kind].allows(case) == permits("read", roles, ties, status, facts, kind)


@pytest.mark.parametrize("changed", [without_one_word, with_one_word_more])
@pytest.mark.parametrize(("word", "table"), READ_AND_REVIEW)
def test_no_audience_can_be_changed_by_one_word_unnoticed(
    word: str, table: dict[StreamKind, Rule], changed: Callable[[Rule], Iterator[Rule]]
) -> None:
    for kind, rule in table.items():
        anywhere = mixed(visits(word, kind))
        assert [mutant for mutant in changed(rule) if agrees(mutant, anywhere)] == []


def test_what_the_table_does_not_name_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(POLICY, Action.READ_PLAN)
    assert not may(Case.before_any_row(standing(frozenset(Role), Plan((SELF,), PlanStatus.ACTIVE))), Action.READ_PLAN)


def test_somebody_without_a_known_role_may_do_nothing() -> None:
    for plan in plans():
        nobody = standing(frozenset(), plan)
        assert allowed(Case.before_any_row(nobody)) == []
        assert not any(rule.allows(Case.before_any_row(nobody)) for rule in (*AUDIENCE.values(), *REVIEW.values()))


def test_the_typed_table_says_which_acts_ask_again_who_it_is() -> None:
    asking = {row.action for row in rows() if row.when == "step-up"}
    assert asking == set(STEP_UP)
    assert not [row for row in rows() if row.action in asking and row.when != "step-up"]


def test_nobody_deletes() -> None:
    assert not [action for action in Action if action.rpartition(".")[2] in ("delete", "erase", "remove", "purge")]


def test_a_relation_that_does_not_count_now_is_as_none() -> None:
    for roles, ties in product(ROLES, TIMED):
        if not any(tie.time.counts for tie in ties):
            towards, without = (standing(roles, Plan(t, PlanStatus.ACTIVE)) for t in (ties, ()))
            assert towards == without


def test_break_glass_gives_nothing_before_it_exists() -> None:
    for roles, plan in product(ROLES, plans()):
        others = tuple(t for t in plan.ties if t.kind != "break_glass")
        for facts in (frozenset[Fact](), frozenset(Fact)):
            case = Case(standing(roles, plan), facts)
            assert allowed(case) == allowed(Case(standing(roles, replace(plan, ties=others)), facts))


def test_a_role_of_the_organisation_alone_reads_neither_record_nor_team_nor_conversation() -> None:
    for role in (Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.RECORDS_OFFICER,
                 Role.IDENTITY_OFFICER):  # fmt: skip
        case = Case.before_any_row(standing(frozenset({role}), Plan((), PlanStatus.ACTIVE)))
        for kind in (StreamKind.RECORD, StreamKind.TEAM, StreamKind.CONVERSATION, StreamKind.PRIVATE):
            assert not AUDIENCE[kind].allows(case)


def test_nobody_reads_or_reviews_a_private_stream() -> None:
    everything = Plan(tuple(tie for ties in LIVE for tie in ties), PlanStatus.ACTIVE)
    case = Case.before_any_row(standing(frozenset(Role), everything))
    assert not AUDIENCE[StreamKind.PRIVATE].allows(case)
    assert StreamKind.PRIVATE not in REVIEW


def test_patients_and_supporters_never_see_the_teams_own_stream() -> None:
    for roles, ties in product(({Role.PATIENT}, {Role.SUPPORTER}, {Role.PATIENT, Role.SUPPORTER}), LIVE):
        case = Case.before_any_row(standing(frozenset(roles), Plan(ties, PlanStatus.ACTIVE)))
        assert not AUDIENCE[StreamKind.TEAM].allows(case)
        assert not REVIEW[StreamKind.TEAM].allows(case)


def test_a_relation_counts_only_in_a_role_the_person_still_has() -> None:
    for tie in MEMBERS:
        former = standing(frozenset(Role) - {tie.role} - {Role.SYSTEM}, Plan((tie,), PlanStatus.ACTIVE))
        assert not AUDIENCE[StreamKind.RECORD].allows(Case(former))


def test_whoever_may_act_on_a_plan_knows_of_it() -> None:
    of_a_plan = {row.action for row in rows() if row.stream not in ("organisation",) and "." in row.action}
    without_a_plan = {
        "plan.open",
        "plan.import",
        "caseload.read",
        "my-tasks.read",
        "today.read",
        "inbox.read",
        "process-note.read",
        "private-diary.read",
    }
    for roles, plan in product(ROLES, plans()):
        towards = standing(roles, plan)
        if not knows_of(towards):
            assert {str(a) for a in allowed(Case.before_any_row(towards))} & of_a_plan <= without_a_plan


def test_more_facts_never_take_a_right_away() -> None:
    for roles, plan, action in product(ROLES, ONCE, Action):
        towards = standing(roles, plan)
        assert may_at_all(towards, action) or not may(Case(towards), action)


def test_the_trail_records_the_role_that_gave_the_right() -> None:
    both = standing(frozenset({Role.PSYCHIATRIST, Role.COORDINATOR}), Plan((MEMBERS[0],), PlanStatus.ACTIVE))
    assert acting_role(Case(both), Action.ASSIGN_TASK) is Role.PSYCHIATRIST
    assert acting_role(Case(both), Action.CHANGE_TEAM) is Role.COORDINATOR
    assert acting_role(Case(both), Action.REVIEW_TRAIL) is None
    assert both.actor.role_towards(both) is Role.PSYCHIATRIST
    assert both.actor.role_towards(Standing(both.actor)) is Role.PSYCHIATRIST
    assert Actor.system().role_towards(Standing(Actor.system())) is Role.SYSTEM


def test_a_right_always_has_a_single_role_behind_it() -> None:
    for roles, plan, action in product(ROLES, ONCE, Action):
        case = Case.before_any_row(standing(roles, plan))
        assert (acting_role(case, action) in roles) == may(case, action)


def test_a_case_says_only_what_its_row_says() -> None:
    towards = standing(frozenset({Role.PSYCHIATRIST}), Plan((MEMBERS[0], SUPERVISOR), PlanStatus.ACTIVE))
    assert Case.about(towards) == Case(towards)
    told = Case.about(towards, author_id=ME, owner_id=ME, pool=Role.PSYCHIATRIST, subject_id=ME)
    assert told.facts == {Fact.AUTHOR, Fact.OWNER, Fact.POOL, Fact.ONESELF}
    other = Case.about(
        towards, author_id=SUPERVISOR_ID, owner_id=SUPERVISOR_ID, pool=Role.SUPERVISOR, subject_id=SUPERVISOR_ID
    )
    assert other.facts == {Fact.SOMEONE_ELSE}
    former = standing(frozenset({Role.THERAPIST}), Plan((MEMBERS[0],), PlanStatus.ACTIVE))
    assert Case.about(former, pool=Role.PSYCHIATRIST).facts == frozenset()


SUPERVISOR_ID = standing(frozenset(), Plan((), PlanStatus.DRAFT)).plan_id


def test_the_typed_table_is_well_formed() -> None:
    table = rows()
    assert len(set(table)) == len(table)
    assert TABLE.read_text().splitlines()[0] == "role,relation,stream,action,when,reason"
    assert {row.role for row in table} == set(Role)
    assert {row.relation for row in table} == {
        "none",
        "self",
        "proxy",
        "member",
        "lead",
        "supervisor",
        "cover",
        "on_duty",
    }
    assert {row.stream for row in table} == set(StreamKind)
    assert {row.when for row in table} <= WHEN
    assert {row.action for row in table} == {"read", "review", *Action}
