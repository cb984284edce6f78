"""What editors do with articles."""

from collections.abc import Mapping
from typing import Any

from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.bulletins.articles import plain
from app.records.bulletins.models import Bulletin
from app.records.bulletins.queries import links
from app.records.bulletins.queries.links import decision_numbers


def save_bulletin(
    *, bulletin: Bulletin | None, values: Mapping[str, Any], bureau_id: int, edit: Edit
) -> Bulletin:
    """Keep a new article of a body, or a change of one.

    One that cites the number of a decision has to be linked to it, lest it go on telling of the
    case when that has left: raises InvalidInputError. StaleError when somebody else was faster.
    """
    cited = decision_numbers("\n".join((values["title"], values["summary"], plain(values["body"]))))
    if unlinked := links.cases_numbered(cited, besides=values["case_ids"]):
        named = "；".join(each.label for each in unlinked)
        raise InvalidInputError(f"文中引用了决定书文号，请在“关联处罚”里填上：{named}")
    record = bulletin or Bulletin(source_bureau_id=bureau_id, bureau_id=bureau_id)
    publishing.save(record, values, kind=SearchKind.BULLETIN, edit=edit)
    return record
