"""The organisation's own sign-in: OpenID Connect, with a code, PKCE, a state and a nonce."""

import logging
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError

from api.settings import Settings
from domain.forces import FORCES
from services.people import Claim

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0
WELL_KNOWN = "/.well-known/openid-configuration"
SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
REGIONS = frozenset(force.region for force in FORCES.values())
LONGEST = 120
CODE = re.compile(r"[a-z_]{1,40}")  # what the standard calls an error; never more is logged


class NoRole(Exception):
    """The organisation vouches for somebody, but gives them no role that box1 knows."""

    def __init__(self, subject: str) -> None:
        super().__init__("no role that box1 knows")
        self.subject = subject


class NotVouched(Exception):
    """What came back cannot be trusted, or nothing came back."""


class Organisation:
    """The provider that the settings name."""

    def __init__(self, settings: Settings, back: str) -> None:
        self._settings, self._back = settings, f"{settings.public_url}{back}"
        self._client = _client(
            str(settings.oidc_issuer), str(settings.oidc_client_id), _secret(settings)
        )

    async def begin(self) -> dict[str, str]:
        """Where to send somebody (`url`), and what must be known when they come back."""
        try:
            await self._check_issuer()
            begun: dict[str, str] = await self._client.create_authorization_url(self._back)
        except (httpx2.HTTPError, AuthlibBaseError, ValueError) as error:
            raise _distrust(error) from None
        return begun

    async def finish(self, code: str, verifier: str, nonce: str) -> Claim:
        """Who came back, as the provider vouches for them; NoRole or NotVouched otherwise."""
        try:
            await self._check_issuer()
            token = await self._client.fetch_access_token(
                self._back, code=code, code_verifier=verifier
            )
            said = await self._client.parse_id_token(token, nonce=nonce)
        except (httpx2.HTTPError, AuthlibBaseError, JoseError, ValueError) as error:
            raise _distrust(error) from None
        if not said or not said.get("nonce") or not self._is_for_us(said):
            raise NotVouched("no ID token, or one that is not the answer to this sign-in")
        return self.claim_of(said)

    def claim_of(self, said: Mapping[str, Any]) -> Claim:
        """What the claims mean here; NoRole where the role is none of ours."""
        settings, subject = self._settings, f"{self._settings.oidc_issuer}\n{said['sub']}"
        values = _texts(_claim(said, settings.oidc_role_claim))
        role = next((ours for theirs, ours in settings.roles if theirs in values), None)
        if role is None:
            raise NoRole(subject)
        regions = _texts(_claim(said, settings.oidc_region_claim))
        name = next(iter(_texts(said.get("name") or said.get("preferred_username"))), "")
        return Claim(
            subject=subject,
            name=name[:LONGEST] or "Somebody without a name",
            role=role,
            region=next((region for region in regions if region in REGIONS), None),
            officer=next(iter(_texts(_claim(said, settings.oidc_officer_claim))), None),
        )

    def _is_for_us(self, said: Mapping[str, Any]) -> bool:
        """Whether it was made for box1, and not for another program of the same provider."""
        audience = said.get("aud")
        return self._settings.oidc_client_id in (
            [audience] if isinstance(audience, str) else audience or ()
        )

    async def _check_issuer(self) -> None:
        """Whoever answers must be who was asked, and sign with keys that only they have."""
        told = await self._client.load_server_metadata()
        if str(told.get("issuer", "")).rstrip("/") != self._settings.oidc_issuer:
            raise NotVouched("the provider says that it is another one")
        offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
        told["id_token_signing_alg_values_supported"] = [
            each for each in offered if each in SIGNED_WITH
        ]


def _distrust(error: Exception) -> NotVouched:
    code = str(getattr(error, "error", ""))
    told = f"{type(error).__name__} {code if CODE.fullmatch(code) else ''}".strip()
    log.warning("the organisation's sign-in failed: %s", told)
    return NotVouched(told)


@cache
def _client(issuer: str, client_id: str, secret: str | None) -> Any:
    """One for a provider and process: it remembers the provider's addresses and keys."""
    return OAuth().register(
        "organisation",
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer}{WELL_KNOWN}",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "timeout": PATIENCE_SECONDS,
        },
    )


def _secret(settings: Settings) -> str | None:
    file: Path | None = settings.oidc_client_secret_file
    return file.read_text(encoding="utf-8").strip() if file is not None else None


def _claim(said: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by its path: `realm_access.roles`."""
    if name in said:
        return said[name]
    inner: Any = said
    for part in name.split("."):
        inner = inner.get(part) if isinstance(inner, Mapping) else None
    return inner


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text[:LONGEST] for text in values if isinstance(text, str) and text]
