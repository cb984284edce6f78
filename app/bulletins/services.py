"""What editors do with articles."""

from dataclasses import asdict

from app.accounts.models import Staff
from app.bulletins.models import Bulletin
from app.bulletins.rules import BulletinData
from app.publishing import services as publishing
from app.publishing.services import Edit
from app.search.documents import SearchKind


def save_bulletin(
    *, bulletin: Bulletin | None, data: BulletinData, staff: Staff, edit: Edit
) -> Bulletin:
    """Keep a new article, or a change of one."""
    record = bulletin or Bulletin(source_bureau_id=staff.bureau_id, bureau_id=staff.bureau_id)
    publishing.save(record, asdict(data), kind=SearchKind.BULLETIN, edit=edit)
    return record
