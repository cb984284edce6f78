"""What editors do with articles."""

from dataclasses import asdict

from app.accounts.models import Staff
from app.bulletins.models import Bulletin
from app.bulletins.rules import BulletinData
from app.publishing import services as publishing
from app.search.documents import SearchKind


def save_bulletin(*, bulletin: Bulletin | None, data: BulletinData, staff: Staff) -> Bulletin:
    """Keep a new article, or a changed one that is not public."""
    if bulletin is None:
        bulletin = Bulletin(source_bureau_id=staff.bureau_id, bureau_id=staff.bureau_id)
    else:
        publishing.refuse_published(bulletin)
    for name, value in asdict(data).items():
        setattr(bulletin, name, value)
    publishing.save(bulletin, kind=SearchKind.BULLETIN, actor=staff.as_actor())
    return bulletin
