"""Everything one can ask to do, as "noun.verb": the word a right, a gate and an entry of the trail share."""

from enum import StrEnum


class Action(StrEnum):
    """What one can ask to do. Who may is written in `policy`."""

    # people and sessions
    INVITE_PERSON = "person.invite"
    FIND_PERSON = "person.find"
    DEACTIVATE_PERSON = "person.deactivate"
    GRANT_ROLE = "role.grant"
    END_ROLE = "role.end"
    READ_PEOPLE = "people.read"
    READ_ORGANISATION = "organisation.read"
    REDEEM_INVITATION = "invitation.redeem"
    START_SESSION = "session.start"
    END_SESSION = "session.end"
    PROVE_IDENTITY = "identity.prove"
    READ_FACTORS = "factor.read"
    ADD_FACTOR = "factor.add"
    END_FACTOR = "factor.end"
    RESET_FACTORS = "factor.reset"

    # keys: one's own, and whose the organisation says they are
    READ_KEYS = "keys.read"
    BEGIN_CHAIN = "chain.begin"
    EXTEND_CHAIN = "chain.extend"
    KEEP_PINS = "pins.keep"
    JOIN_DEVICE = "device.join"
    ASK_SUCCESSOR = "successor.ask"
    ASK_OFFICE = "office.ask"
    READ_PERSON_KEYS = "person-keys.read"
    READ_UNATTESTED = "unattested.read"
    ATTEST_PERSON = "person.attest"
    SIGN_INVITE = "invite.sign"
    CLOSE_CHAIN = "chain.close"

    # the plan and its team
    READ_CASELOAD = "caseload.read"
    READ_ROSTER = "roster.read"
    READ_PLAN = "plan.read"
    OPEN_PLAN = "plan.open"
    CHANGE_TEAM = "team.change"
    ALLOW_SUPPORTER = "supporter.allow"
    END_SUPPORT = "support.end"
    REVISE_PLAN = "plan.revise"
    SET_PLAN_STATUS = "plan-status.set"
    SET_GOAL = "goal.set"
    PROPOSE_GOAL = "goal.propose"
    SET_ITEM = "item.set"

    # duty
    READ_DUTY = "duty.read"
    PLAN_DUTY = "duty.plan"
    CALL_DUTY = "duty.call"
    READ_STANDING = "standing.read"
    ASSIGN_STANDING = "standing.assign"
    READ_AVAILABILITY = "availability.read"
    SET_AVAILABILITY = "availability.set"

    # what cannot wait
    READY_LADDER = "ladder.ready"
    RAISE_ALARM = "alarm.raise"
    READ_ALARMS = "alarm.read"
    ACKNOWLEDGE_ALARM = "alarm.acknowledge"
    CLOSE_ALARM = "alarm.close"
    # being told while not looking
    READ_NOTIFICATIONS = "notifications.read"
    SET_NOTIFICATIONS = "notifications.set"
    REVIEW_NOTICES = "notices.review"

    # what is written again and again
    READ_PHRASES = "phrases.read"
    KEEP_QUICK_REPLY = "quick-reply.keep"
    KEEP_MESSAGE_TEMPLATE = "message-template.keep"

    # tasks
    READ_TASKS = "task.read"
    READ_MY_TASKS = "my-tasks.read"
    READ_TODAY = "today.read"
    ASSIGN_TASK = "task.assign"
    CANCEL_TASK = "task.cancel"
    CLAIM_TASK = "task.claim"
    START_TASK = "task.start"
    COMPLETE_TASK = "task.complete"
    HAND_BACK_TASK = "task.hand-back"
    CHANGE_TASK = "task.change"
    CHANGE_CHECKLIST = "checklist.change"
    CHECK_TASK = "task.check"
    SNOOZE_TASK = "task.snooze"
    REASSIGN_TASK = "task.reassign"

    # measures
    READ_MEASURES = "measure.read"
    SCHEDULE_MEASURE = "measure.schedule"
    RECORD_MEASURE = "measure.record"
    REMIND_MEASURE = "measure.remind"
    READ_OUTCOMES = "outcomes.read"

    # danger, and not letting go of it
    TELL_FINDING = "finding.tell"
    READ_CASES = "case.read"
    TAKE_CASE = "case.take"
    ASSESS_CASE = "case.assess"
    CLOSE_CASE = "case.close"
    READ_SAFETY_RULES = "safety-rules.read"

    # the diary
    READ_DIARY = "diary.read"
    WRITE_DIARY_ENTRY = "diary-entry.write"

    # what a patient arranges for a bad time
    READ_SAFETY_PLAN = "safety-plan.read"
    WRITE_SAFETY_PLAN = "safety-plan.write"
    DECIDE_WORD_CHECK = "word-check.decide"

    # exercises
    READ_PRACTICES = "practice.read"
    RECORD_PRACTICE = "practice.record"

    # the assessment
    READ_ASSESSMENT = "assessment.read"
    ASSESS_PLAN = "plan.assess"
    REVIEW_PLAN = "plan.review"

    # what is for oneself
    READ_PRIVATE_DIARY = "private-diary.read"
    READ_PROCESS_NOTES = "process-note.read"
    WRITE_PROCESS_NOTE = "process-note.write"

    # conversations
    READ_INBOX = "inbox.read"
    READ_CONVERSATION = "conversation.read"
    OPEN_CONVERSATION = "conversation.open"
    CHANGE_MEMBERSHIP = "membership.change"
    CLAIM_CONVERSATION = "conversation.claim"
    HAND_OVER_CONVERSATION = "conversation.hand-over"
    RELEASE_CONVERSATION = "conversation.release"
    CLOSE_CONVERSATION = "conversation.close"
    REOPEN_CONVERSATION = "conversation.reopen"
    RENAME_CONVERSATION = "conversation.rename"
    REMIND_CONVERSATION = "conversation.remind"
    SEND_MESSAGE = "message.send"
    SEE_MESSAGE = "message.see"
    READ_LOG = "log.read"
    WRITE_LOG = "log.write"
    ASSIGN_READER = "reader.assign"
    READ_UNCONFIRMED = "unconfirmed.read"
    TELL_ALERT = "alert.tell"

    # what is not as it was signed
    TELL_KEYS_ALERT = "keys-alert.tell"
    READ_ALERTS = "alert.read"
    HANDLE_ALERT = "alert.handle"

    # the trail
    REVIEW_TRAIL = "trail.review"
    READ_TRAIL_DETAIL = "trail.detail"
    EXPORT_TRAIL = "trail.export"
    REQUEST_ACCESS = "access.request"
    READ_ACCESS = "access.read"

    # the program itself
    INSTALL_ORGANISATION = "organisation.install"
    EXTEND_DIRECTORY = "directory.extend"
    IMPORT_PLAN = "plan.import"
    RUN_REACTION = "reaction.run"
    ROTATE_KEYS = "key.rotate"
