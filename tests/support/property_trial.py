"""The site with two properties more, each a row: run as a process of its own, it tells its answers.

``python -m tests.support.property_trial DATABASE FOLDER ENGINE``, where ``grown`` has put the
application.
"""

import json
import shutil
import sys
from pathlib import Path

from app.kernel.db.session import db
from app.kernel.search.documents import SearchKind
from app.kernel.search.postgres_engine.models import SearchEntry
from app.kernel.search.postgres_engine.writing import table_of
from app.kernel.search.whoosh_engine.schema import COLUMNS, FACET_NAMES
from tests.support.apps import open_app
from tests.support.search_site import published_records

ROOT = Path(__file__).parents[2]
BEFORE = "    rank: int = 5\n"
ROWS = """\
    origin: Annotated[str | None, WordFacet("来源")] = None
    worth_cents: Annotated[
        int | None, AmountSpan("货值", name="worth", ends=("worth_from", "worth_to"), sort="worth")
    ] = None
"""
ADDRESSES = {
    "described": "/api/v1/openapi.json",
    "all": "/api/v1/search?q=酱油",
    "local": "/api/v1/search?q=酱油&origin=本地",
    "dear": "/api/v1/search?q=酱油&worth_from=600",
    "sorted": "/api/v1/search?q=酱油&sort=worth",
    "refused": f"/api/v1/search?q=酱油&origin={'远' * 31}",
    "page": "/search?q=酱油&origin=本地&worth_from=500",
}


def grown(folder: Path) -> Path:
    """A copy of the application with the rows."""
    shutil.copytree(ROOT / "app", folder / "app")
    (folder / "migrations").symlink_to(ROOT / "migrations")
    documents = folder / "app/kernel/search/documents.py"
    before, after = documents.read_text(encoding="utf-8").split(BEFORE)
    documents.write_text(before + ROWS + BEFORE + after, encoding="utf-8")
    return folder


def answers_and_properties(database: str, folder: Path, engine: str) -> dict[str, object]:
    """Answers of a site that has three records: of what is found, and what the indexes keep."""
    site = open_app(database, folder, SEARCH_ENGINE=engine)
    with site as app, app.app_context(), published_records(app) as records:
        table_of(SearchEntry).drop(db.engine)  # as a migration would give it the columns
        table_of(SearchEntry).create(db.engine)
        records.add(SearchKind.CASE, "甲酱油案", origin="本地", worth_cents=500_00)
        records.add(SearchKind.CASE, "乙酱油案", origin="外地", worth_cents=700_00)
        records.add(SearchKind.CASE, "丙酱油案")
        records.publish()
        answers = {name: app.test_client().get(at).text for name, at in ADDRESSES.items()}
    columns = [column.name for column in SearchEntry.__table__.columns]
    return {**answers, "whoosh": [*FACET_NAMES, *COLUMNS], "postgres": columns}


if __name__ == "__main__":
    print(json.dumps(answers_and_properties(sys.argv[1], Path(sys.argv[2]), sys.argv[3])))  # noqa: T201  # to read
