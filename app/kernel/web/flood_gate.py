"""What keeps floods out where people hand something in, without keeping anybody out.

Nothing is refused for good, and nothing silently: the page says what to do, and keeps it all.
Browsers work out a small sum before they send, so that a flood costs its sender: no picture, no
sound, nobody else's server. The challenge is signed and bound to what is handed in (``about``),
which can be handed in once: a proof is worth nothing after it.
"""

import base64
import json
import secrets
from collections.abc import Sized
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import altcha
from flask import request, session

from app.kernel import clock
from app.kernel.crypto.encryption import keyring
from app.kernel.web import limits
from app.kernel.web.limits import Flood, View

PATIENCE = 60
"""Seconds that a browser without script waits where others work out a proof."""
KEY = "patience"
TRY = "try"
"""Under which the browser's session keeps the number of its next try."""
ALGORITHM, COST, PREFIX = "PBKDF2/SHA-256", 5000, "00"
"""256 derivations on average: half a second of a computer, some seconds of an old phone."""
LIFETIME = timedelta(minutes=30)
"""How long a challenge can be solved."""
LONGEST = 4000
"""Characters of a solution; more are not looked at."""


class GuardedForm(Protocol):
    """A form with the proof, and with ``website``, which people do not see and programs fill in."""

    proof: Any
    website: Any
    form_errors: Any


class GuardedFilesForm(GuardedForm, Protocol):
    """The same with files to add."""

    files: Any


@dataclass(frozen=True)
class Gate:
    """What a page that hands in asks for: nothing, or a proof, or a little time."""

    challenge: str = ""
    seconds: int = 0
    """How long who has no script still waits."""

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked for."""
        return not self.challenge


def submission(view: View) -> View:
    """What citizens send in: thirty an hour for a visitor, more with a proof in the form."""
    return limits.by_visitor(
        "30 per hour", "600 per hour", "submission", methods=["POST"], exempt_when=_carries_proof
    )(view)


def gate_for(about: str) -> Gate:
    """What the page asks for; waiting begins when it is first shown."""
    if not limits.needs_proof():
        return Gate()
    return Gate(challenge(about), seconds=_left(about))


def lets_in(form: GuardedForm, about: str) -> bool:
    """Whether the form may be handed in now; else its errors say what to do."""
    if form.website.data:
        form.website.errors = ["这一栏是防机器人用的，请清空后再提交"]
        return False
    if not limits.needs_proof() or _has_passed(form.proof.data, about):
        return True
    form.form_errors.append(f"现在提交的人较多，请等 {_left(about)} 秒再按提交，填写的内容都在。")
    return False


def gate_for_files(about: str, files: Sized) -> Gate:
    """What the page asks for before the first of a draft's files: decoding costs more than reading.

    The proof is good for handing in, too.
    """
    return Gate() if files else gate_for(about)


def lets_files_in(form: GuardedFilesForm, about: str, files: Sized) -> bool:
    """Whether the files that the form sends may be decoded; else its errors say what to do."""
    sends_some = any(form.files.data or [])
    return bool(files) or not sends_some or lets_in(form, about)


def gate_for_try() -> Gate:
    """What the next try at a code asks for, by a number that is good for one try."""
    return gate_for_once() if limits.needs_proof(Flood.WRONG_CODES) else Gate()


def gate_for_once() -> Gate:
    """A gate that asks, however little comes in; what passes it is good for once."""
    session[TRY] = number = secrets.token_hex(16)
    return Gate(challenge(number), seconds=_left(number))


def lets_try(proof: str | None) -> bool:
    """Whether a code is looked at now. A cookie or a proof that is sent again opens nothing."""
    return not limits.needs_proof(Flood.WRONG_CODES) or passes_once(proof)


def passes_once(proof: str | None) -> bool:
    """Whether the gate for once is passed now, with the proof or after its time."""
    number = str(session.pop(TRY, ""))
    return bool(number) and _has_passed(proof, number) and limits.is_first("try", number)


def _carries_proof() -> bool:
    """Whether the request brings a proof of ours; for what, the view asks."""
    payload = request.form.get("proof", "")
    return is_solved(payload, _about(payload) or "") if payload else False


def _has_passed(proof: str | None, about: str) -> bool:
    """Whether a proof was worked out for this, or its time has been waited for."""
    return is_solved(proof or "", about) or (KEY in session and _left(about) == 0)


def _left(about: str) -> int:
    """Seconds left of the wait for this."""
    now = int(clock.now().timestamp())
    waiting = session.get(KEY)
    if not waiting or waiting["about"] != about:
        session[KEY] = waiting = {"about": about, "since": now}
    return max(PATIENCE - (now - int(waiting["since"])), 0)


def challenge(about: str) -> str:
    """The challenge as JSON, for the module ``proof`` of a form."""
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=clock.now() + LIFETIME,
        data={"about": about},
        hmac_secret=_secret(),
    )
    return json.dumps(made.to_dict())


def is_solved(payload: str, about: str) -> bool:
    """Whether ``payload`` solves a challenge of ours that was made for ``about``."""
    if not payload or len(payload) > LONGEST or _about(payload) != about:
        return False
    return bool(altcha.verify_solution(payload, _secret()).verified)


def _about(payload: str) -> str | None:
    """What the payload claims to be for; the signature vouches for it."""
    try:
        about = json.loads(base64.b64decode(payload))["challenge"]["parameters"]["data"]["about"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return about if isinstance(about, str) else None


def _secret() -> bytes:
    return keyring().derive("proof of work")
