"""Settings: read from the environment once, checked at start, every mistake listed at once."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.vocabulary import Role
from services.mail import is_address, read_server


class SettingsWrong(Exception):
    """One or more settings cannot be used; says which and why, one a line."""


class Settings(BaseSettings):
    """Everything that an operator can set; docs/operations.md has the same table."""

    model_config = SettingsConfigDict(env_prefix="BOX1_", extra="ignore", populate_by_name=True)

    host: str = Field("127.0.0.1", description="Address that the web pages are served on")
    port: int = Field(8000, ge=0, le=65535, description="Port that the web pages are served on")
    data: Path = Field(
        Path("var"), description="Folder for everything that box1 keeps on this machine"
    )
    database_url: str | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL to keep everything in (postgresql://…); SQLite if unset",
    )
    nats_url: str | None = Field(
        None,
        validation_alias="NATS_URL",
        description="NATS with JetStream (nats://…); box1 starts one of its own if unset",
    )
    master_key_file: Path | None = Field(
        None,
        description="File with the key that wraps all others (32 bytes, base64);"
        " made in BOX1_DATA/keys if unset and on SQLite",
    )
    master_key: SecretStr | None = Field(
        None, description="The key itself instead of a file; or a new one and the old (new,old)"
    )
    base_url: str | None = Field(
        None, description="Address that people reach box1 at, if not http://host:port"
    )
    proxies: str = Field(
        "127.0.0.1,::1",
        description="Addresses and networks of your proxies (comma separated);"
        " they are believed when they say whom they pass on",
    )
    log_level: Literal["debug", "info", "warning", "error"] | None = Field(
        None, description="What is logged; info if unset, and in a terminal warning"
    )
    smtp_url: str | None = Field(
        None,
        validation_alias="SMTP_URL",
        description="Where mail is handed in (smtp://…, smtps://…); nothing is mailed if unset",
    )
    mail_from: str | None = Field(
        None, description="Whom mail comes from; box1@ and the host of the base URL if unset"
    )
    checkpoint_file: Path | None = Field(
        None,
        description="File that every checkpoint is added to, best kept by somebody else;"
        " none if unset",
    )
    checkpoint_every: float = Field(
        60, ge=1, description="Seconds between checkpoints of the record, while it grows"
    )
    local_accounts: bool = Field(
        True, description="Whether people may sign in with a password kept here"
    )
    second_factor: Literal["offered", "required"] = Field(
        "offered",
        description="Whether whoever signs in with a password must have a second factor too",
    )
    oidc_issuer: str | None = Field(
        None, description="Your organisation's OpenID Connect sign-in (https://…); none if unset"
    )
    oidc_client_id: str | None = Field(None, description="The name that it knows box1 by")
    oidc_client_secret_file: Path | None = Field(
        None, description="File with the secret that it gave box1; none if unset"
    )
    oidc_role_claim: str = Field("roles", description="The claim that says somebody's role")
    oidc_roles: str = Field(
        "",
        description="What each value of that claim means here (`value=role`, comma separated;"
        " the first that fits counts); the names of the roles themselves if unset",
    )
    oidc_region_claim: str = Field("region", description="The claim that says their region")
    oidc_officer_claim: str = Field(
        "officer", description="The claim that says their reference on the rota"
    )

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: str | None) -> str | None:
        if value and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("must start with postgresql://")
        return value or None

    @field_validator("nats_url")
    @classmethod
    def _nats(cls, value: str | None) -> str | None:
        if value and not value.startswith(("nats://", "tls://")):
            raise ValueError("must start with nats:// or tls://")
        return value or None

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str | None) -> str | None:
        if value:
            read_server(value)
        return value or None

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value and not is_address(value):
            raise ValueError("must be one address, name@example.org")
        return value or None

    @field_validator("proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        _read_networks(value)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _over_https(cls, value: str | None) -> str | None:
        if value and not value.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise ValueError("must start with https://")
        return value.rstrip("/") if value else None

    @field_validator("oidc_roles")
    @classmethod
    def _known_roles(cls, value: str) -> str:
        unknown = [ours for _, ours in _pairs(value) if ours not in {*Role}]
        if unknown:
            raise ValueError(f"there is no role {unknown[0]!r}: {', '.join(Role)}")
        return value

    @property
    def roles(self) -> list[tuple[str, str]]:
        """What the role claim says, and which role that is here, in the order that counts."""
        return _pairs(self.oidc_roles) or [(role.value, role.value) for role in Role]

    @property
    def trusted_proxies(self) -> list[IPv4Network | IPv6Network]:
        return _read_networks(self.proxies)

    @property
    def public_url(self) -> str:
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach box1 over https, so that cookies must not travel otherwise."""
        return self.public_url.startswith("https://")


def _pairs(listed: str) -> list[tuple[str, str]]:
    parts = (part.rpartition("=") for part in listed.split(",") if part.strip())
    return [(theirs.strip(), ours.strip()) for theirs, _, ours in parts]


def _read_networks(listed: str) -> list[IPv4Network | IPv6Network]:
    return [ip_network(part.strip()) for part in listed.split(",") if part.strip()]


def variable(name: str) -> str:
    """The environment variable of a setting."""
    alias = Settings.model_fields[name].validation_alias
    return str(alias) if alias else f"BOX1_{name.upper()}"


def read_settings(**given: Any) -> Settings:
    """Settings from the environment, overridden by what was given; SettingsWrong lists faults."""
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = [f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors()]
        raise SettingsWrong("\n".join(faults)) from None
    if settings.database_url and not (settings.master_key_file or settings.master_key):
        raise SettingsWrong(
            "BOX1_MASTER_KEY_FILE: must be set where DATABASE_URL is, so that the key"
            " lives outside the database"
        )
    if settings.master_key_file and settings.master_key:
        raise SettingsWrong("BOX1_MASTER_KEY: must not be set where BOX1_MASTER_KEY_FILE is")
    if settings.oidc_issuer and not settings.oidc_client_id:
        raise SettingsWrong("BOX1_OIDC_CLIENT_ID: must be set where BOX1_OIDC_ISSUER is")
    if not settings.local_accounts and not settings.oidc_issuer:
        raise SettingsWrong(
            "BOX1_LOCAL_ACCOUNTS: may be switched off only where BOX1_OIDC_ISSUER is set,"
            " or nobody could sign in"
        )
    return settings
