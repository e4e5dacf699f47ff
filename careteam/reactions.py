"""What follows from what: one page, two tables (WITHIN the change, AFTER it)."""

from collections.abc import Mapping, Sequence

from careteam.alerts.events import AlertTold
from careteam.audit.event import Event
from careteam.audit.relay import Handler, Together
from careteam.audit.trail import Reactions, Within
from careteam.coverage.events import AlarmStepped, PersonAway, PersonBack, ShiftCancelled, ShiftChanged
from careteam.coverage.reactions import (
    cover_new_member,
    end_absences,
    end_cover_with_member,
    end_duty,
    end_standing,
)
from careteam.identity.events import FactorsReset, InvitationRenewed, PersonDeactivated, PersonInvited, RoleEnded
from careteam.keys.events import ChainClosed, DirectoryExtended, KeysRotated, PersonAttested
from careteam.keys.reactions import end_with_access, end_with_role
from careteam.library.events import PracticeRecorded
from careteam.library.reactions import complete_asked
from careteam.measures.events import MeasureAnswered, MeasureDue, MeasureMissed
from careteam.measures.reactions import follow_plan
from careteam.messaging.events import MessageSent, ReminderSet
from careteam.messaging.reactions import (
    join_to_stand_in,
    join_with_team,
    leave_epochs_behind,
    leave_with_team,
    let_in_told,
    open_with_plan,
    share_with_new_officers,
)
from careteam.notifications.reactions import (
    end_devices,
    note_alarm,
    note_measure,
    note_messages,
    note_reminder,
    note_task,
    send_invitation,
    tell_of_alert,
    tell_of_reset,
)
from careteam.plans.events import (
    PlanOpened,
    PlanStatusSet,
    StandInAdded,
    StandInEnded,
    TeamMemberAdded,
    TeamMemberRemoved,
)
from careteam.plans.reactions import end_relations, end_relations_in_role, open_own_stream
from careteam.safety.reactions import look_at_answer, look_at_missed
from careteam.tasks.events import TaskAssigned, TaskCancelled, TaskChanged, TaskCompleted, TaskReassigned
from careteam.tasks.reactions import come_round, end_with_plan, free_waiting, pass_tasks_on, settle_alarm, settle_moved

#: The same transaction: all of it happens, or none.
WITHIN: Mapping[type[Event], Sequence[Within]] = {
    PersonDeactivated: (end_relations, end_with_access, end_duty, end_absences, end_devices),
    RoleEnded: (end_relations_in_role, end_with_role, end_duty, end_absences),
    PlanOpened: (open_with_plan,),
    TeamMemberAdded: (open_own_stream, join_with_team, cover_new_member),
    TeamMemberRemoved: (pass_tasks_on, leave_with_team, end_cover_with_member),
    StandInAdded: (join_to_stand_in,),
    StandInEnded: (leave_with_team,),
    ShiftChanged: (end_standing,),
    ShiftCancelled: (end_standing,),
    PersonAway: (end_standing,),
    PersonBack: (end_standing,),
    PlanStatusSet: (end_with_plan, follow_plan),
    AlarmStepped: (let_in_told,),
    MeasureAnswered: (look_at_answer,),
    MeasureMissed: (look_at_missed,),
    TaskChanged: (settle_moved,),
    TaskCompleted: (free_waiting, come_round, settle_alarm),
    TaskCancelled: (free_waiting, settle_alarm),
    PracticeRecorded: (complete_asked,),
    ReminderSet: (note_reminder,),
    KeysRotated: (leave_epochs_behind,),
    ChainClosed: (leave_epochs_behind,),
    PersonAttested: (leave_epochs_behind,),
    DirectoryExtended: (share_with_new_officers,),
}

#: Once each, after the commit, retried until done. The names are those of `RELAYED`.
AFTER: Mapping[type[Event], Sequence[str]] = {
    PersonInvited: ("invitation.send",),
    InvitationRenewed: ("invitation.send",),
    FactorsReset: ("factors-reset.tell",),
    AlertTold: ("alert.tell",),
    MessageSent: ("message.note",),
    AlarmStepped: ("alarm.note",),
    TaskAssigned: ("task.note",),
    TaskReassigned: ("task.note",),
    MeasureDue: ("measure.note",),
}

#: What waits for nothing else that is owed.
FIRST = ("alarm.note",)

#: Who does what is owed.
RELAYED: Mapping[str, Handler] = {
    "invitation.send": send_invitation,
    "factors-reset.tell": tell_of_reset,
    "alert.tell": tell_of_alert,
    "message.note": Together(note_messages),
    "alarm.note": note_alarm,
    "task.note": note_task,
    "measure.note": note_measure,
}


def install() -> Reactions:
    """What follows from what in this product."""
    return Reactions(WITHIN, AFTER, FIRST)
