"""OpenID Connect (authorisation code with PKCE): asking a provider who somebody is, and checking what it says."""

import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from django.conf import settings

from throughline.kernel.errors import DomainError, NotAllowed

SECONDS = 10
LARGEST = 1_000_000
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
#: What a provider says of how it knows the person that counts as two factors (RFC 8176).
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "sc"})


class ProviderTrouble(DomainError):
    """The provider does not answer, or not as the standard asks."""

    status = 502


@dataclass(frozen=True, slots=True)
class Asked:
    """What is kept in the session until the provider answers."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Claims:
    """Who the provider says that it is."""

    issuer: str
    subject: str
    email: str
    has_second_factor: bool


def is_configured() -> bool:
    """Say whether the installation names a provider."""
    return bool(settings.OPENID["issuer"] and settings.OPENID["client_id"])


def begin(redirect: str) -> tuple[str, Asked]:
    """Give the address to send the browser to, and what to keep until it comes back."""
    asked = Asked(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
    digest = hashlib.sha256(asked.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.OPENID["client_id"],
        "redirect_uri": redirect,
        "scope": "openid email profile",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{_provider()['authorization_endpoint']}?{urllib.parse.urlencode(query)}", asked


def finish(asked: Asked, answer: Mapping[str, str], redirect: str) -> Claims:
    """Exchange the code that the browser brought for a signed statement, and check it."""
    if not secrets.compare_digest(answer.get("state", ""), asked.state):
        raise NotAllowed("openid_state", "This answer belongs to another attempt; sign in again.")
    if answer.get("error"):
        raise NotAllowed("openid_refused", "The provider did not sign you in; try again or use a password.")
    told = _post(
        _provider()["token_endpoint"],
        {
            "grant_type": "authorization_code",
            "code": answer.get("code", ""),
            "redirect_uri": redirect,
            "client_id": settings.OPENID["client_id"],
            "client_secret": settings.OPENID["client_secret"],
            "code_verifier": asked.verifier,
        },
    )
    return _checked(str(told.get("id_token", "")), asked.nonce)


def _checked(token: str, nonce: str) -> Claims:
    try:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(_get(_provider()["jwks_uri"]))
        fitting = [key for key in keys.keys if header.get("kid") in (None, key.key_id)]
        if not fitting:
            raise jwt.InvalidTokenError("no key fits")
        claims = jwt.decode(
            token,
            fitting[0].key,
            algorithms=ALGORITHMS,
            audience=settings.OPENID["client_id"],
            issuer=settings.OPENID["issuer"],
            leeway=60,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except (jwt.PyJWTError, KeyError) as error:
        message = "What the provider said cannot be trusted; an administrator can look."
        raise NotAllowed("openid_token", message) from error
    if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
        raise NotAllowed("openid_nonce", "This answer belongs to another attempt; sign in again.")
    verified = claims.get("email_verified") in (True, "true")
    factors = set(claims.get("amr") or []) & SECOND_FACTORS
    email = str(claims.get("email", "")) if verified else ""
    return Claims(claims["iss"], str(claims["sub"]), email, bool(factors))


def _provider() -> Mapping[str, Any]:
    return _get(settings.OPENID["issuer"].rstrip("/") + "/.well-known/openid-configuration")


def _get(address: str) -> dict[str, Any]:
    return _ask(urllib.request.Request(_safe(address), headers={"Accept": "application/json"}))


def _post(address: str, form: Mapping[str, str]) -> dict[str, Any]:
    body = urllib.parse.urlencode(form).encode()
    return _ask(urllib.request.Request(_safe(address), data=body, headers={"Accept": "application/json"}))


def _safe(address: str) -> str:
    """Speak to a provider over TLS only, unless it runs on this machine."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")):
        return address
    raise ProviderTrouble("openid_address", "The provider of OpenID Connect must be reached over https.")


def _ask(request: urllib.request.Request) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            told = json.loads(answer.read(LARGEST))
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        raise ProviderTrouble(
            "openid_silent", "The provider of OpenID Connect does not answer; use a password, or try again."
        ) from error
    if not isinstance(told, dict):
        raise ProviderTrouble("openid_answer", "The provider of OpenID Connect answers in a way nobody understands.")
    return told
