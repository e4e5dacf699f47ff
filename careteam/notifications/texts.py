"""The words of what is sent. None of them says anything of a person's health, role or plan."""

from datetime import datetime

from careteam.notifications.rules import NoticeLevel


def invitation_subject(clinic: str) -> str:
    """The subject of an invitation."""
    return f"You have been invited to {clinic}"


def invitation(clinic: str, link: str, expires_at: datetime) -> str:
    """The letter with a one-use link."""
    until = f"{expires_at.day} {expires_at:%B %Y, %H:%M} UTC"
    return (
        f"You have been invited to {clinic}.\n\n"
        f"Open this link to choose a password and sign in:\n\n{link}\n\n"
        f"It works once, until {until}. If it has stopped working, ask for a new one.\n"
        "If you did not expect this letter, you need not do anything.\n"
    )


def alert_subject(clinic: str) -> str:
    """The subject of the letter about an integrity alert."""
    return f"{clinic}: an integrity alert waits for you"


def alert(clinic: str, address: str) -> str:
    """The letter to a privacy officer: that there is an alert, and where it stands."""
    return (
        f"Somebody's device found that something at {clinic} is not as it was signed.\n\n"
        f"Sign in at {address} and open Oversight, Integrity alerts.\n\n"
        "No other letter comes while this alert is open, also when more are found.\n"
    )


def reset_subject(clinic: str) -> str:
    """The subject of the letter about a reset."""
    return f"Your sign-in at {clinic} was reset"


def reset(clinic: str, address: str) -> str:
    """The letter to somebody whose second factors were ended: what it means, and what to do if they did not ask for it."""
    return (
        f"An administrator of {clinic} has ended your passkeys and authenticator app, and signed you out everywhere.\n\n"
        f"Sign in with your password at {address}, and set up a new one there.\n\n"
        f"If you did not ask for this, call {clinic} now.\n"
    )


def words(level: NoticeLevel) -> str:
    """What a notice says, on any channel."""
    if level is NoticeLevel.ROUTINE:
        return "You have something new in Careteam"
    return "Something needs you now in Careteam"


def notice(level: NoticeLevel, address: str, choices: str) -> str:
    """The letter that there is something: where it is, and where one chooses what one gets."""
    return f"{words(level)}.\n\nOpen {address}\n\nChoose what you are told, and when: {choices}\n"
