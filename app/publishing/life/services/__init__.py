"""The acts of publication: save, send, approve, return, correct, withdraw.

One transaction each, all logged.
"""

from app.publishing.life.services.attaching import change_attachments
from app.publishing.life.services.manual_check import look_through
from app.publishing.life.services.masking import keep_findings, mask_findings
from app.publishing.life.services.reviewing import approve, refuse_unfit, send_back
from app.publishing.life.services.revocations import Revocation
from app.publishing.life.services.saving import drop, needs_note, save, submit
from app.publishing.life.services.unsealing import read_original, read_versions
from app.publishing.life.services.withdrawal import (
    mark_objection,
    repair_publication,
    withdraw_publication,
)
from app.publishing.life.services.withdrawing import note_withdrawal, refuse_withdrawal, take_down
from app.publishing.life.services.writing import Edit, StaleError

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
