"""What keeps floods out where reports are handed in, without keeping anybody out.

Nothing is refused for good, and nothing silently: the page says what to do, and keeps it all.
"""

from dataclasses import dataclass

from flask import session

from app.complaints.forms.questions import SubmitForm
from app.complaints.views.drafting import Draft
from app.core import clock, limits, proof_of_work

PATIENCE = 60
"""Seconds that a browser without script waits where others work out a proof."""
KEY = "patience"


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


def gate_for(draft: Draft) -> Gate:
    """What the page of this draft asks for; waiting begins when it is first shown."""
    if not limits.needs_proof():
        return Gate()
    return Gate(proof_of_work.challenge(draft.fingerprint), seconds=_left(draft))


def lets_in(form: SubmitForm, draft: Draft) -> bool:
    """Whether the form may be handed in now; else its errors say what to do."""
    if form.website.data:
        form.website.errors = ["这一栏是防机器人用的，请清空后再提交"]
        return False
    if not limits.needs_proof() or proof_of_work.is_solved(
        form.proof.data or "", draft.fingerprint
    ):
        return True
    if KEY in session and _left(draft) == 0:
        return True
    form.form_errors.append(f"现在提交的人较多，请等 {_left(draft)} 秒再按提交，填写的内容都在。")
    return False


def _left(draft: Draft) -> int:
    """Seconds left of the wait of this draft."""
    now = int(clock.now().timestamp())
    waiting = session.get(KEY)
    if not waiting or waiting["draft"] != draft.fingerprint:
        session[KEY] = waiting = {"draft": draft.fingerprint, "since": now}
    return max(PATIENCE - (now - int(waiting["since"])), 0)
