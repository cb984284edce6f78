"""Adding what staff saw on the spot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError, NotFoundError
from app.kernel.files.uploads import store_uploads
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handling import SiteEvidence
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries.visibility import matter_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.services.recording import finish, record
from app.people.models import Staff

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


MOST_FILES = 40


def add_site_evidence(
    *, matter: Matter, staff: Staff, files: Sequence["FileStorage"], note: str
) -> int:
    """Keep the files, cleaned as a reporter's are, with the matter; returns how many."""
    number = matter.number
    RULES.require(MatterAct.ATTACH, matter, staff)
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files)
    if not stored:
        raise InvalidInputError("请先拍照或者选择文件。")
    current = matter_of(staff, number, for_update=True)
    if current is None:
        raise NotFoundError
    RULES.require(MatterAct.ATTACH, current, staff)
    if len(current.site_evidence) + len(stored) > MOST_FILES:
        raise InvalidInputError(f"一件事项最多保存 {MOST_FILES} 个现场文件。")
    current.site_evidence.extend(
        SiteEvidence.of(file, staff_id=staff.id, note=note or None) for file in stored
    )
    count = f"{len(stored)} 个文件"
    record(
        current,
        MatterEventKind.SITE_EVIDENCE,
        staff,
        text=f"{count}。{note}" if note else count,
        visible=False,
    )
    finish(MatterAct.ATTACH, current, staff)
    return len(stored)
