"""The refusals that have to do with people: signing in, links, roles."""

from dataclasses import dataclass

from careteam.core.problems import NotSignedIn, Problem


@dataclass(eq=False)
class SignInRefused(Problem):
    """That e-mail address and password do not belong together."""

    status = 401
    detail = "Check both and try again, or ask your clinic for a new invitation."


@dataclass(eq=False)
class InvitationGone(Problem):
    """This invitation can no longer be used."""

    status = 410
    detail = "Ask your clinic for a new one."


@dataclass(eq=False)
class AddressTaken(Problem):
    """Somebody here already signs in with this e-mail address."""

    status = 409
    detail = "Use another address, or find that person in the list. Nothing was saved."


@dataclass(eq=False)
class RoleHeldAlready(Problem):
    """That person has this role already."""

    status = 409
    detail = "Nothing was changed."


@dataclass(eq=False)
class NoRoleHeld(Problem):
    """That person has no role, so there is nothing to invite them to."""

    status = 409
    detail = "Grant a role first. Nothing was changed."


@dataclass(eq=False)
class LastAdministrator(Problem):
    """Nobody else could run this clinic."""

    status = 409
    detail = "Make someone else an administrator and have them sign in first. Nothing was changed."


@dataclass(eq=False)
class SuccessorNotStaff(Problem):
    """That person cannot take over anybody's tasks."""

    status = 409
    detail = "Choose a colleague who treats patients here, or leave the tasks to the pools. Nothing was changed."


@dataclass(eq=False)
class SecondFactorNeeded(NotSignedIn):
    """You have no second factor yet, and here everybody who works needs one."""

    status = 403
    detail = "Set up a passkey or an authenticator app first; it takes a minute. Nothing was changed."


@dataclass(eq=False)
class StepUpNeeded(Problem):
    """This asks once more who you are."""

    status = 403
    detail = (
        "Show who you are with your passkey, code or password, and send the same request again. Nothing was changed."
    )


@dataclass(eq=False)
class CodeRefused(Problem):
    """That code is not the one the app shows now."""

    status = 403
    detail = "Each code works once: wait for the next one and type it. If it stays, check the clock of your phone."


@dataclass(eq=False)
class PasskeyRefused(Problem):
    """That passkey opens nothing here."""

    status = 403
    detail = "Use another passkey, or sign in with your e-mail address and password."


@dataclass(eq=False)
class PasswordRefused(Problem):
    """That is not your password."""

    status = 403
    detail = "Check it and try again. Nothing was changed."


@dataclass(eq=False)
class ProofNotEnough(Problem):
    """You have a second factor, so the password alone does not show who you are."""

    status = 403
    detail = "Use your passkey or the code of your app. Nothing was changed."


@dataclass(eq=False)
class TicketOver(Problem):
    """This took too long, was used already, or began in another browser."""

    status = 410
    detail = "Begin again. Nothing was changed."


@dataclass(eq=False)
class PasskeyHeld(Problem):
    """This passkey is here already."""

    status = 409
    detail = "Use it as it is, or take another device. Nothing was changed."


@dataclass(eq=False)
class LastFactor(Problem):
    """This is your only second factor, and here everybody who works needs one."""

    status = 409
    detail = "Add another one first, then remove this one. Nothing was changed."


@dataclass(eq=False)
class PrfResultsRefused(Problem):
    """The request holds what a passkey derives for you alone."""

    status = 422
    detail = "Send it without `prf.results`: that value opens your messages and stays on the device. It was not kept."
