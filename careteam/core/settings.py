"""Every setting, typed, from the environment."""

import os
from functools import cache
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an installation may choose. Each name is read from the environment as `CARETEAM_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="CARETEAM_", env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Field(
        default=Path.home() / ".careteam",
        description="Where an installation keeps its own servers' data and its keys.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL, as the login that migrates (may create roles). Without it, `up` starts its own server.",
    )
    app_database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL, as the restricted application role. Set by `up` for the processes it starts.",
    )
    redis_url: SecretStr | None = Field(
        default=None, description="Redis or Valkey. Without it, `up` starts its own server."
    )
    key_file: Path | None = Field(
        default=None,
        description="The deployment key (mode 0600), outside the data directory and every backup. "
        "Default: `keys/deployment.json` under the home.",
    )
    offices: Path | None = Field(
        default=None,
        description="Where the first start makes the organisation's own keys. Default: `offices/` under the home.",
    )
    public_url: str = Field(
        default="http://localhost:8443",
        description="The address people type; sign-in, links and the Origin check depend on it.",
    )
    port: int = Field(default=8443, description="The port of the web app on the loopback interface.")
    bind: str = Field(default="127.0.0.1", description="The address the web app listens on.")
    api_processes: int = Field(default=2, ge=1, le=64, description="How many API processes share the port.")
    clinic_name: str = Field(default="Careteam clinic", description="The organisation's name, shown at sign-in.")
    clinic_timezone: str = Field(
        default="UTC", description="The time zone in which the clinic plans duty, as `America/New_York`."
    )
    trial_days: int | None = Field(
        default=None,
        ge=1,
        le=365,
        description="After so many days at a working dose a past treatment counts as adequate (28 Karolinska, 42 MGH, "
        "84 ESM TRD1). Default: the project's proposal, 42.",
    )
    trial_same_episode: bool | None = Field(
        default=None,
        description="Whether only treatments of the present episode count. Default: the project's proposal, yes.",
    )
    crisis_lifeline: str = Field(default="988", description="The crisis line patients see (US default).")
    crisis_emergency: str = Field(default="911", description="The emergency number patients see (US default).")
    clinic_phone: str | None = Field(default=None, description="The clinic's own number, shown with crisis help.")
    smtp_url: str | None = Field(
        default=None, description="Where e-mail goes, as `smtp://[user:password@]host:port`. The demo uses a catcher."
    )
    mail_from: str = Field(default="careteam@localhost", description="The sender of the clinic's e-mail.")
    push_hosts: str = Field(
        default="",
        description="Hosts of notification services inside one's own network, separated by commas; all others must be "
        "on the public internet.",
    )
    sms_carrier: str | None = Field(
        default=None,
        description="Who carries text messages: the name of an entry point of the group `careteam.sms`. Without one they "
        "are only noted in the log.",
    )
    staff_idle_minutes: int = Field(
        default=15, ge=1, le=60, description="Staff are signed out after this much idleness."
    )
    staff_session_hours: int = Field(default=12, ge=1, le=24, description="Staff sign in again after this long.")
    patient_idle_minutes: int = Field(
        default=30, ge=1, le=60, description="Patients are signed out after this much idleness."
    )
    patient_session_hours: int = Field(default=24, ge=1, le=24, description="Patients sign in again after this long.")
    second_factor: Literal["required", "optional"] = Field(
        default="required",
        description="Whether staff must have a passkey or an authenticator app beside their password. "
        "Patients and supporters may have one, and never must.",
    )
    password_memory_kib: int = Field(
        default=19_456, ge=64, description="Argon2id memory in KiB (default: the OWASP minimum for t=2, p=1)."
    )
    log_level: str = Field(default="INFO", description="Least severe level that is logged.")

    @field_validator("smtp_url", mode="before")
    @classmethod
    def _none_if_empty(cls, value: str | None) -> str | None:
        return value or None

    @field_validator("clinic_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("clinic_timezone must be a zone of the time zone database, as America/New_York") from error

    @model_validator(mode="after")
    def _plain_http_only_on_localhost(self) -> Self:
        if not self.public_url.startswith(("https://", "http://localhost")):
            raise ValueError("public_url must be https, or http://localhost for trying things out")
        return self

    @property
    def secure(self) -> bool:
        """Is the app reached over TLS, so that cookies carry the `__Host-` prefix?"""
        return self.public_url.startswith("https://")

    @property
    def deployment_key_file(self) -> Path:
        """Where the deployment key lies."""
        return self.key_file or self.home / "keys" / "deployment.json"


@cache
def settings() -> Settings:
    """The settings of this process, read once. Those that are secret may lie in files of a directory instead."""
    folder = Path(os.environ.get("CARETEAM_SECRETS", "/run/secrets"))
    return Settings(_secrets_dir=folder if folder.is_dir() else None)  # pyright: ignore[reportCallIssue]
