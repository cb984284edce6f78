"""Whatever is sealed, in whichever table, is in no file, log, mail, index or backup."""

from typing import Any

import pytest

from app.kernel.db.session import Base, db
from app.kernel.db.site import state_fact
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.kernel.search.find import SearchRequest, find
from tests.support.databases import Databases
from tests.support.demonstration import Filled
from tests.support.sealed_columns import sealed_columns, seed_sealed_columns, stored, stored_by

pytestmark = pytest.mark.trust(24)

CONTROL = "written-in-the-clear"


def test_a_word_of_each_sealed_column_is_found_nowhere_but_there(
    demonstration: Filled,
    database_server: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    capfd: Any,
) -> None:
    folder = tmp_path_factory.mktemp("sealed")
    with demonstration.opened(database_server, folder) as demo, demo.site.app_context():
        words = seed_sealed_columns()
        state_fact("control", CONTROL)
        db.session.commit()
        for table in Base.metadata.sorted_tables:
            for column in sealed_columns(table):
                held = str(stored(table, column))
                assert words[str(column)] in held, f"{column} is not seeded"
        maintenance.rebuild()
        while outbox.drain():
            pass
        db.session.remove()
        hits = {name for name, word in words.items() if find(SearchRequest(text=word)).hits}
        assert not hits
        stored_bytes = [*stored_by(demo.site, tmp_path_factory.mktemp("backups"))]
        stored_bytes.append(("log", "".join(capfd.readouterr()).encode()))
    seen_in = {where for where, content in stored_bytes if CONTROL.encode() in content}
    assert any(where.startswith("table") for where in seen_in)
    assert any(where.startswith("backup") for where in seen_in), "the search finds nothing"
    for name, word in words.items():
        found = [where for where, content in stored_bytes if word.encode() in content]
        assert not found, f"the word of {name} is in {found}"
