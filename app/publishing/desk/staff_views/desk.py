"""The pages of one kind of record, nested under ``admin``.

A feature makes one desk. Editors keep drafts and send them, reviewers approve, return and
withdraw; to other bodies a record does not exist.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from app.people.access import requires
from app.people.permissions import Permission
from app.publishing.desk.staff_views import reading, reviewing, writing
from app.publishing.desk.staff_views.desks import DESKS, Desk

R = TypeVar("R")
DeskPage = tuple[str, str, Callable[..., Any], Permission, list[str]]
"""Rule, name of the endpoint, view (its first argument is the desk), who may ask it, methods."""
READ, EDIT = Permission.READ_RECORDS, Permission.EDIT_RECORDS
ORIGINALS = Permission.READ_ORIGINALS
REVIEW, KEEP = Permission.PUBLISH_RECORDS, Permission.KEEP_FINDINGS
PAGES = (
    ("/", "index", reading.index, READ, ["GET"]),
    ("/<int:key>", "detail", reading.detail, READ, ["GET"]),
    ("/<int:key>/edit", "edit", writing.edit, EDIT, ["GET", "POST"]),
    ("/<int:key>/versions", "versions", reading.history, READ, ["GET"]),
    ("/<int:key>/versions/open", "uncover", reading.uncover, ORIGINALS, ["POST"]),
    ("/<int:key>/submit", "submit", writing.send, EDIT, ["POST"]),
    ("/<int:key>/drop", "drop", writing.give_up, EDIT, ["POST"]),
    ("/<int:key>/findings", "findings", reviewing.decide, KEEP, ["POST"]),
    ("/<int:key>/original", "original", reading.original, ORIGINALS, ["POST"]),
    ("/<int:key>/review", "review", reviewing.review, READ, ["GET"]),
    ("/<int:key>/approve", "approve", reviewing.approve, REVIEW, ["POST"]),
    ("/<int:key>/return", "send_back", reviewing.send_back, REVIEW, ["POST"]),
    ("/<int:key>/withdraw", "withdraw", reviewing.propose, EDIT, ["GET", "POST"]),
    ("/<int:key>/take-down", "take_down", reviewing.agree, REVIEW, ["POST"]),
    ("/<int:key>/keep", "keep", reviewing.keep, REVIEW, ["POST"]),
    ("/<int:key>/unschedule", "unschedule", reviewing.unschedule, REVIEW, ["POST"]),
)
FILES = (
    ("/<int:key>/files", "files", writing.change_files, EDIT, ["GET", "POST"]),
    ("/<int:key>/files/<int:file_key>", "file", writing.download_current, READ, ["GET"]),
    ("/<int:key>/files/<int:file_key>/looked", "looked", writing.note_looked, KEEP, ["POST"]),
    ("/<int:key>/former/<int:file_key>", "former", writing.download_former, ORIGINALS, ["GET"]),
)
"""Of kinds that are published with files."""


class RecordDesk(Desk[R]):
    """A kind of record with its pages."""

    more_pages: Sequence[DeskPage] = ()
    """What only this kind has."""

    def __init__(self, bp: Blueprint) -> None:
        self.endpoint = f"admin.{bp.name}"
        files_too = FILES if self.has_files else ()
        new = (self.new_rule, "new", writing.new, EDIT, ["GET", "POST"])
        for rule, name, view, permission, methods in (*PAGES, *files_too, *self.more_pages, new):
            bound = requires(permission)(partial(view, self))
            bp.add_url_rule(rule, name, bound, methods=methods)
        bp.record_once(self._join)

    def _join(self, state: BlueprintSetupState) -> None:
        desks = state.app.extensions.setdefault(DESKS, {})
        desks[self.source.model.__tablename__] = self  # type: ignore[attr-defined]
