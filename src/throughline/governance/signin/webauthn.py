"""Passkeys (WebAuthn level 2): the two ceremonies, with the challenge kept in the session of the browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.platform.database.statements import select
from throughline.platform.models import User

STATE = "passkey_ceremony"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as it is kept."""

    id: int
    user_id: int
    key: str
    data: dict[str, Any]

    @property
    def attested(self) -> AttestedCredentialData:
        """The public key with its id."""
        return AttestedCredentialData(websafe_decode(self.data["credential"]))


_PASSKEY = "SELECT id, user_id, key, data FROM platform_credential WHERE kind = 'passkey' AND {}"


def passkeys_of(user_id: int) -> list[Passkey]:
    """List the passkeys of a person."""
    return select(Passkey, _PASSKEY.format("user_id = %s ORDER BY id"), [user_id])


def passkey_of(key: str) -> Passkey | None:
    """Give a passkey by its id, whoever has it."""
    found = select(Passkey, _PASSKEY.format("key = %s"), [key])
    return found[0] if found else None


def _server(request: HttpRequest) -> Fido2Server:
    host = settings.PASSKEY_DOMAIN or request.get_host().partition(":")[0]
    ours = f"{'https' if request.is_secure() else 'http'}://{request.get_host()}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(name="Throughline", id=host), verify_origin=lambda origin: str(origin) == ours
    )


def begin_adding(request: HttpRequest, user: User) -> Mapping[str, Any]:
    """Ask a browser to make a passkey that names the person and asks for its fingerprint, face or code."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(name=user.username, id=str(user.pk).encode(), display_name=str(user)),
        credentials=[passkey.attested for passkey in passkeys_of(user.pk)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    request.session[STATE] = state
    return dict(options)


def finish_adding(request: HttpRequest, answer: Mapping[str, Any]) -> tuple[str, str]:
    """Check what the browser made; give the passkey's id and its public data, to be kept."""
    state = request.session.pop(STATE, None)
    try:
        made = _server(request).register_complete(_asked(state), answer).credential_data
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput("passkey_invalid", f"The passkey was not accepted: {error}") from error
    if made is None:
        raise InvalidInput("passkey_invalid", "The passkey was not accepted: it holds no key.")
    return websafe_encode(made.credential_id), websafe_encode(bytes(made))


def begin_proving(request: HttpRequest, known: Sequence[Passkey] = ()) -> Mapping[str, Any]:
    """Ask a browser to prove a passkey: one of those of a person, or any that it has for us."""
    options, state = _server(request).authenticate_begin(
        credentials=[passkey.attested for passkey in known] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    request.session[STATE] = state
    return dict(options)


@dataclass(frozen=True, slots=True)
class Proof:
    """Which passkey was proved, and how often the authenticator says it was used."""

    passkey: Passkey
    count: int


def finish_proving(request: HttpRequest, answer: Mapping[str, Any]) -> Proof:
    """Check a proof; a counter that went back means that the authenticator was copied."""
    state = request.session.pop(STATE, None)
    try:
        read = AuthenticationResponse.from_dict(answer)
        passkey = passkey_of(websafe_encode(read.raw_id))
        if passkey is None:
            raise NotAllowed("passkey_unknown", "This passkey belongs to nobody here; it may have been removed.")
        _server(request).authenticate_complete(_asked(state), [passkey.attested], answer)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAllowed("passkey_refused", "The passkey did not prove who you are; try again.") from error
    count = int(read.response.authenticator_data.counter)
    if count and count <= int(passkey.data.get("count", 0)):
        raise NotAllowed("passkey_copied", "This passkey seems to have been copied; an administrator must remove it.")
    return Proof(passkey, count)


def _asked(state: Any) -> Any:
    if state is None:
        raise ValueError("it was not asked for, or answered already")
    return state
