"""What editors do with articles."""

from dataclasses import asdict

from app.bulletins.markup import plain
from app.bulletins.mentions import decision_numbers
from app.bulletins.models import Bulletin
from app.bulletins.queries import finding
from app.bulletins.rules import BulletinData
from app.core.errors import InvalidInputError
from app.publishing import services as publishing
from app.publishing.services import Edit
from app.search.documents import SearchKind


def save_bulletin(
    *, bulletin: Bulletin | None, data: BulletinData, bureau_id: int, edit: Edit
) -> Bulletin:
    """Keep a new article of a body, or a change of one.

    One that cites the number of a decision has to be linked to it, lest it go on telling of the
    case when that has left.
    """
    cited = decision_numbers("\n".join((data.title, data.summary, plain(data.body))))
    if unlinked := finding.cases_numbered(cited, besides=data.case_ids):
        named = "；".join(each.words for each in unlinked)
        raise InvalidInputError(f"文中引用了决定书文号，请在“关联处罚”里填上：{named}")
    record = bulletin or Bulletin(source_bureau_id=bureau_id, bureau_id=bureau_id)
    publishing.save(record, asdict(data), kind=SearchKind.BULLETIN, edit=edit)
    return record
