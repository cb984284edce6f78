"""What keeps floods out where people hand something in, without keeping anybody out.

Nothing is refused for good, and nothing silently: the page says what to do, and keeps it all.
``about`` names what is handed in, and can be handed in once: a proof is worth nothing after it.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from flask import session

from app.kernel import clock
from app.kernel.web import limits, proof_of_work

PATIENCE = 60
"""Seconds that a browser without script waits where others work out a proof."""
KEY = "patience"


class GuardedForm(Protocol):
    """A form with the proof, and with ``website``, which people do not see and programs fill in."""

    proof: Any
    website: Any
    form_errors: Any


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


def gate_for(about: str) -> Gate:
    """What the page asks for; waiting begins when it is first shown."""
    if not limits.needs_proof():
        return Gate()
    return Gate(proof_of_work.challenge(about), seconds=_left(about))


def lets_in(form: GuardedForm, about: str) -> bool:
    """Whether the form may be handed in now; else its errors say what to do."""
    if form.website.data:
        form.website.errors = ["这一栏是防机器人用的，请清空后再提交"]
        return False
    if not limits.needs_proof() or proof_of_work.is_solved(form.proof.data or "", about):
        return True
    if KEY in session and _left(about) == 0:
        return True
    form.form_errors.append(f"现在提交的人较多，请等 {_left(about)} 秒再按提交，填写的内容都在。")
    return False


def _left(about: str) -> int:
    """Seconds left of the wait for this."""
    now = int(clock.now().timestamp())
    waiting = session.get(KEY)
    if not waiting or waiting["about"] != about:
        session[KEY] = waiting = {"about": about, "since": now}
    return max(PATIENCE - (now - int(waiting["since"])), 0)
