"""The states of a task, over random sequences of what people ask for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from careteam.access.actions import Action
from careteam.access.roles import CARE_ROLES, PATIENT_SIDE, Role
from careteam.tasks import rules
from careteam.tasks.rules import DONE, OPEN, TRANSITIONS, TaskStatus

actions = st.lists(st.sampled_from(list(rules.BECOMES)), max_size=30)


def after(asked: list[Action], status: TaskStatus, owned: bool) -> list[tuple[TaskStatus, TaskStatus]]:
    """The steps that a task makes when these actions are asked for and the impossible ones refused."""
    steps: list[tuple[TaskStatus, TaskStatus]] = []
    for action in asked:
        if rules.possible(action, status, owned=owned):
            wanted = rules.BECOMES[action]
            for step in rules.way(status, wanted) or (wanted,):
                steps.append((status, step))
                status = step
            owned = {Action.CLAIM_TASK: True, Action.HAND_BACK_TASK: False}.get(action, owned)
    return steps


@given(actions, st.sampled_from(list(TaskStatus)), st.booleans())
def test_every_step_is_one_of_the_table(asked: list[Action], status: TaskStatus, owned: bool) -> None:
    for before, step in after(asked, status, owned):
        declined = before is step is TaskStatus.REQUESTED
        assert declined or step in TRANSITIONS[before]


@given(actions, st.sampled_from(DONE), st.booleans())
def test_nothing_follows_a_task_that_is_done(asked: list[Action], status: TaskStatus, owned: bool) -> None:
    assert after(asked, status, owned) == []


@given(actions)
def test_a_task_of_the_pool_is_claimed_before_it_is_handed_back(asked: list[Action]) -> None:
    first = next((step for step in after(asked, TaskStatus.REQUESTED, owned=False)), None)
    assert first is None or first[1] is not TaskStatus.REQUESTED


@given(st.sampled_from(list(TaskStatus)), st.sampled_from(list(TaskStatus)))
def test_a_way_is_made_of_steps_and_ends_where_it_should(now: TaskStatus, wanted: TaskStatus) -> None:
    way = rules.way(now, wanted)
    if not way:
        return
    assert way[-1] is wanted
    for before, step in zip((now, *way), way, strict=False):
        assert step in TRANSITIONS[before]


@given(st.sampled_from(OPEN))
def test_an_owner_can_always_complete_hand_back_and_be_relieved(now: TaskStatus) -> None:
    for action in (Action.COMPLETE_TASK, Action.HAND_BACK_TASK, Action.CANCEL_TASK):
        assert rules.possible(action, now, owned=True)


@given(
    st.none() | st.sampled_from(sorted(CARE_ROLES)),
    st.none() | st.sampled_from(sorted(CARE_ROLES | PATIENT_SIDE)),
    st.sampled_from(sorted(CARE_ROLES)),
)
def test_a_task_always_goes_to_a_pool_that_somebody_can_claim_from(
    pool: Role | None, owner: Role | None, otherwise: Role
) -> None:
    assert rules.pool_after(pool, owner, otherwise) in CARE_ROLES


def test_a_task_comes_round_at_the_same_hour_of_the_clinic_s_clock_and_skips_what_was_missed() -> None:
    zone, due = (
        ZoneInfo("America/New_York"),
        datetime(2026, 10, 30, 21, tzinfo=UTC),
    )  # 17:00 there, two days before winter time
    assert rules.turns(due, 7, due - timedelta(days=3)) == 1
    assert rules.turns(due, 7, due + timedelta(days=20)) == 3
    assert rules.later(due, 7, zone) == datetime(2026, 11, 6, 22, tzinfo=UTC)
