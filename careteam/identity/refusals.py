"""The refusals that have to do with people: signing in, links, roles."""

from dataclasses import dataclass

from careteam.core.problems import Problem


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
