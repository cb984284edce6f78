"""The acts of publication: save, send, approve, return, correct, withdraw.

One transaction each, all logged.
"""

from app.publishing.life.services.files import change_attachments, look_through
from app.publishing.life.services.masking import (
    keep_findings,
    mask_findings,
    read_original,
    read_versions,
)
from app.publishing.life.services.reviewing import approve, refuse_unfit, send_back
from app.publishing.life.services.withdrawals import (
    Revocation,
    mark_objection,
    note_withdrawal,
    refuse_withdrawal,
    repair_publication,
    take_down,
    withdraw_publication,
)
from app.publishing.life.services.writing import Edit, StaleError, drop, needs_note, save, submit

__all__ = [
    "Edit",
    "Revocation",
    "StaleError",
    "approve",
    "change_attachments",
    "drop",
    "keep_findings",
    "look_through",
    "mark_objection",
    "mask_findings",
    "needs_note",
    "note_withdrawal",
    "read_original",
    "read_versions",
    "refuse_unfit",
    "refuse_withdrawal",
    "repair_publication",
    "save",
    "send_back",
    "submit",
    "take_down",
    "withdraw_publication",
]
