"""The words of what is sent. None of them says anything of a person's health, role or plan."""

from datetime import datetime


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
