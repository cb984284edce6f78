"""The acts of publication: save, send, approve, return, correct, withdraw.

One transaction each, all logged.
"""

from app.publishing.services.attaching import change_attachments
from app.publishing.services.leaving import (
    mark_objection,
    repair_publication,
    withdraw_publication,
)
from app.publishing.services.looking import look_through
from app.publishing.services.masking import keep_findings, mask_findings
from app.publishing.services.reviewing import approve, refuse_unfit, send_back
from app.publishing.services.revocations import Revocation
from app.publishing.services.saving import drop, needs_note, save, submit
from app.publishing.services.unsealing import read_original, read_versions
from app.publishing.services.withdrawing import (
    note_withdrawal,
    refuse_withdrawal,
    take_down,
)
from app.publishing.services.writing import Edit, StaleError

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
