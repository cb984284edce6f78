"""Passkeys: a device signs what it is asked, once, after its owner has shown who they are to it.

Knowing the device's PIN, or being the finger it knows, and holding the device are two factors at
once, and the signature is worth nothing on another site (W3C Web Authentication, Level 2).
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sqlalchemy import delete, update

from app.kernel import audit, clock
from app.kernel.crypto.encryption import keyring
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.people import passwords, queries
from app.people.models import Passkey, PasskeyChallenge, Staff
from app.people.rules import (
    CHALLENGE_WITHIN,
    MAX_PASSKEYS,
    AccountNews,
    is_locked,
)
from app.people.services import add_session, alerts, news_of_browser, record

LIBRARY = "webauthn"
"""Loaded with the first passkey that is asked for (ADR 48)."""
LONGEST = 8_000
"""Characters of what a device answers; more are not looked at."""
TIMEOUT = int(CHALLENGE_WITHIN.total_seconds() * 1000)


class PasskeyError(NotAllowedError):
    """The same words whatever is wrong with it."""

    message = "通行密钥没有通过核对。请再试一次，或者用密码和动态口令登录。"


@dataclass(frozen=True)
class RelyingParty:
    """The site as devices know it: its domain, its origin, and its name."""

    id: str
    origin: str
    name: str


def begin_adding(*, staff: Staff, password: str, party: RelyingParty) -> str:
    """What the device is asked to make, as JSON for the browser.

    Raises InvalidInputError for a wrong password, ConflictError where codes from the telephone are
    not in use: they stay the way back for who loses the device.
    """
    if not queries.has_second_factor(staff.id):
        raise ConflictError("请先启用动态口令，再添加通行密钥：设备丢失时要靠它登录。")
    present = queries.passkeys_of(staff.id)
    if len(present) >= MAX_PASSKEYS:
        raise ConflictError(f"最多添加 {MAX_PASSKEYS} 个通行密钥，请先移除不用的。")
    if not passwords.password_matches(staff.password_hash, password):
        record(staff, "passkey.add", result=audit.Result.DENIED)
        db.session.commit()
        raise InvalidInputError("密码不正确。")
    library, structs = import_module(LIBRARY), import_module(f"{LIBRARY}.helpers.structs")
    options = library.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=_handle(staff),
        user_name=staff.username,
        timeout=TIMEOUT,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(library.base64url_to_bytes(one.credential_id))
            for one in present
        ],
    )
    return _asked(options, staff)


def finish_adding(*, staff: Staff, name: str, answer: str, party: RelyingParty) -> None:
    """Keep the public half of what the device has made; raises PasskeyError."""
    library = import_module(LIBRARY)
    credential, challenge = _answered(answer, staff.id)
    verified = _verified(
        library.verify_registration_response,
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=party.id,
        expected_origin=party.origin,
        require_user_verification=True,
    )
    named = _text(verified.credential_id)
    if queries.passkey_by_credential(named):
        raise PasskeyError
    db.session.add(
        Passkey(
            staff_id=staff.id,
            name=name,
            credential_id=named,
            public_key=_text(verified.credential_public_key),
            sign_count=verified.sign_count,
            created_at=clock.now(),
        )
    )
    record(staff, "passkey.add")
    alerts.tell(staff, AccountNews.PASSKEY_ADDED)
    db.session.commit()


def begin_signing_in(*, party: RelyingParty) -> str:
    """What any device that knows the site is asked to sign, as JSON: nobody is named yet."""
    library, structs = import_module(LIBRARY), import_module(f"{LIBRARY}.helpers.structs")
    options = library.generate_authentication_options(
        rp_id=party.id,
        timeout=TIMEOUT,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return _asked(options, None)


def sign_in(*, answer: str, party: RelyingParty, known_here: Collection[int] | None = None) -> str:
    """Begin a session for whose device has signed; returns its token, or raises PasskeyError."""
    credential, challenge = _answered(answer, None)
    passkey = queries.passkey_by_credential(str(credential.get("id", "")))
    if passkey is None:
        audit.record("session.begin", actor=audit.PUBLIC, result=audit.Result.DENIED)
        db.session.commit()
        raise PasskeyError
    staff = passkey.staff
    try:
        signed = _signed(passkey, credential, challenge, party)
    except PasskeyError:
        record(staff, "session.passkey", result=audit.Result.DENIED)
        db.session.commit()
        raise
    _count(passkey, signed)
    token = add_session(staff, with_factor=True)
    record(staff, "session.begin")
    alerts.tell(staff, *news_of_browser(staff, known_here))
    db.session.commit()
    return token


def _signed(passkey: Passkey, credential: Any, challenge: bytes, party: RelyingParty) -> int:
    """The device's own count, when its answer is right and the account open; else PasskeyError.

    ``_count`` looks at the count: a wrong one is not told apart from a forgery before.
    """
    library = import_module(LIBRARY)
    verified = _verified(
        library.verify_authentication_response,
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=party.id,
        expected_origin=party.origin,
        credential_public_key=library.base64url_to_bytes(passkey.public_key),
        credential_current_sign_count=0,
        require_user_verification=True,
    )
    staff = passkey.staff
    if not staff.is_enabled or is_locked(staff.locked_until, clock.now()):
        raise PasskeyError
    return int(verified.new_sign_count)


def remove(*, staff: Staff, passkey_id: int) -> None:
    """Trust a device no more; NotFoundError where the person has no such passkey."""
    passkey = next((one for one in queries.passkeys_of(staff.id) if one.id == passkey_id), None)
    if passkey is None:
        raise NotFoundError("这个通行密钥已经移除。")
    db.session.delete(passkey)
    record(staff, "passkey.remove")
    alerts.tell(staff, AccountNews.PASSKEY_REMOVED)
    db.session.commit()


def _count(passkey: Passkey, signed: int) -> None:
    """Move the device's own count on. One that does not grow was copied: PasskeyError.

    Of two who sign in at once with copies one is refused: the statement asks for the old count.
    """
    before, grows = passkey.sign_count, signed > passkey.sign_count
    moved = update(Passkey).where(Passkey.id == passkey.id, Passkey.sign_count == before)
    moved = moved.values(sign_count=signed, last_used_at=clock.now())
    never_counts = signed == before == 0
    if (grows or never_counts) and db.session.execute(moved).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE counts its rows
        return
    record(passkey.staff, "passkey.copied", result=audit.Result.DENIED)
    alerts.tell(passkey.staff, AccountNews.PASSKEY_COPIED)
    db.session.commit()
    raise PasskeyError


def _asked(options: Any, staff: Staff | None) -> str:
    """Remember the challenge of ``options``; those that nobody answered go."""
    now, library = clock.now(), import_module(LIBRARY)
    db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= now))
    db.session.add(
        PasskeyChallenge(
            challenge=_text(options.challenge),
            staff_id=staff.id if staff else None,
            expires_at=now + CHALLENGE_WITHIN,
        )
    )
    db.session.commit()
    return str(library.options_to_json(options))


def _answered(answer: str, staff_id: int | None) -> tuple[dict[str, Any], bytes]:
    """What the device sent, and the challenge that it answers, which is used up by that.

    Raises PasskeyError where it is no such answer, or the challenge was used, is over, or another
    person's.
    """
    helpers = import_module(f"{LIBRARY}.helpers")
    try:
        credential = json.loads(answer[:LONGEST])
        client_data = helpers.parse_client_data_json(
            helpers.base64url_to_bytes(credential["response"]["clientDataJSON"])
        )
    except Exception as error:  # whatever a stranger sends is one of two things
        raise PasskeyError from error
    used = db.session.execute(
        delete(PasskeyChallenge).where(
            PasskeyChallenge.challenge == _text(client_data.challenge),
            PasskeyChallenge.staff_id.is_not_distinct_from(staff_id),
            PasskeyChallenge.expires_at > clock.now(),
        )
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # a DELETE counts its rows
        raise PasskeyError
    db.session.commit()
    return credential, client_data.challenge


def _verified(check: Any, **asked: Any) -> Any:
    failure = import_module(f"{LIBRARY}.helpers.exceptions").WebAuthnException
    try:
        return check(**asked)
    except (failure, ValueError, KeyError, TypeError) as error:
        raise PasskeyError from error


def _handle(staff: Staff) -> bytes:
    """What a device calls the person: the same for all their passkeys, and nothing to others."""
    return bytes.fromhex(keyring().mac("passkey owner", str(staff.id).encode()))


def _text(value: bytes) -> str:
    return str(import_module(f"{LIBRARY}.helpers").bytes_to_base64url(value))
