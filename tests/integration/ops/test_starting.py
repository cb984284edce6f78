"""A process of the site begins only with the keys and the folder that its database belongs with."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from app.kernel.crypto.encryption import Ring
from app.kernel.db import key_canaries, site
from app.kernel.db.session import db
from app.kernel.db.site import SiteFact
from app.kernel.files import data_dir
from app.matters.complaints.matter.models.matters import Submission
from app.ops.doctor import examine
from app.ops.starting import StartRefusedError, check_keys_and_folder
from tests.support.apps import open_app
from tests.support.complaint_factories import make_submission
from tests.support.pages import PageClient

pytestmark = pytest.mark.trust(25)

OTHER = "ab" * 32


@pytest.fixture
def started(live_app: Flask):
    """A site that has run, with a report under its keys."""
    with live_app.app_context():
        make_submission()
        db.session.commit()
        check_keys_and_folder()
        db.session.remove()
        yield live_app


def run_with(started: Flask, folder: Path | None = None, **settings: str):
    """The same database in another process, with other settings."""
    keys = {"ENCRYPTION_KEYS": started.config["ENCRYPTION_KEYS"]}
    address = str(started.config["SQLALCHEMY_DATABASE_URI"])
    return open_app(address, folder or Path(started.config["DATA_DIR"]), **keys | settings)


def facts_now() -> dict[str, str]:
    db.session.rollback()
    found = dict(site.facts())
    db.session.rollback()
    return found


def refusal(match: str) -> pytest.RaisesExc[StartRefusedError]:
    return pytest.raises(StartRefusedError, match=match)


def test_the_same_keys_and_folder_go_on_and_nothing_is_written_again(started):
    before = facts_now()
    with run_with(started) as again, again.app_context():
        check_keys_and_folder()
        assert facts_now() == before
        assert {name.split(":")[1] for name in key_canaries.canaries()} == set(Ring)


WRONG = {
    "another key of the same name": {"ENCRYPTION_KEYS": f"k1:{OTHER}"},
    "another key alone": {"ENCRYPTION_KEYS": f"k9:{OTHER}"},
}


@pytest.mark.parametrize("settings", WRONG.values(), ids=WRONG.keys())
def test_wrong_keys_are_refused_and_told_by_readiness_and_doctor(started, settings):
    with run_with(started, **settings) as wrong, wrong.app_context():
        with refusal(r"ENCRYPTION_KEYS.* k1"):
            check_keys_and_folder()
        result = wrong.test_cli_runner().invoke(args=["worker", "--once"])
        assert (result.exit_code, "not started: ENCRYPTION_KEYS" in result.output) == (1, True)
        visitor = PageClient(wrong, PageClient.response_class)
        answer = visitor.get("/readyz")
        assert (answer.status_code, answer.json["checks"]["keys"]) == (503, False)
        missing = {found.subject: found.remedy for found in examine() if found.is_missing}
        assert "ENCRYPTION_KEYS" in missing["keys of the data"]
        assert not [name for name in key_canaries.canaries() if name.endswith(":k9")]


@pytest.mark.parametrize("ring", ["IDENTITY_KEYS", "PAYEE_KEYS"])
def test_keys_of_a_ring_that_were_used_once_are_missed(started, ring):
    with run_with(started, **{ring: f"p1:{OTHER}"}) as apart, apart.app_context():
        check_keys_and_folder()
    with run_with(started) as without, without.app_context(), refusal(f"{ring} does not list p1"):
        check_keys_and_folder()


def test_a_site_of_before_there_were_canaries_is_tried_at_what_it_holds(started):
    db.session.execute(delete(SiteFact))
    db.session.commit()
    db.session.remove()
    with run_with(started, ENCRYPTION_KEYS=f"k1:{OTHER}") as wrong, wrong.app_context():
        with refusal("does not open with key k1"):
            check_keys_and_folder()
        assert not key_canaries.canaries()
    with run_with(started) as right, right.app_context():
        check_keys_and_folder()
        assert len(key_canaries.canaries()) == len(Ring)


def test_a_new_key_is_read_by_all_before_one_of_them_writes_with_it(started):
    """A listed key that seals nothing may go as it came; one that has been first may not."""
    old = started.config["ENCRYPTION_KEYS"]
    with run_with(started, ENCRYPTION_KEYS=f"{old},k2:{OTHER}") as reader, reader.app_context():
        check_keys_and_folder()
        db.session.rollback()
        writing_host = run_with(started, ENCRYPTION_KEYS=f"k2:{OTHER},{old}")
        with writing_host as writer, writer.app_context():
            check_keys_and_folder()
            written = make_submission(narrative="用新密钥写下的内容").id
            db.session.commit()
        check_keys_and_folder()
        assert db.session.get_one(Submission, written).narrative == "用新密钥写下的内容"
        db.session.rollback()
    with run_with(started) as behind, behind.app_context(), refusal("does not list k2"):
        check_keys_and_folder()


def test_a_second_machine_with_a_folder_of_its_own_is_refused_until_it_is_adopted(
    started, tmp_path
):
    with run_with(started, tmp_path / "own") as second, second.app_context():
        with refusal("mount the shared folder"):
            check_keys_and_folder()
        visitor = PageClient(second, PageClient.response_class)
        assert visitor.get("/readyz").json["checks"]["data_dir"] is False
        assert any(found.subject == "data folder" and found.is_missing for found in examine())
        assert second.test_cli_runner().invoke(args=["files", "adopt"]).exit_code == 0
        check_keys_and_folder()


def test_the_folder_of_another_site_is_refused_and_one_without_a_database_taken(
    started, database_server, tmp_path
):
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / data_dir.FILE).write_text("0123456789abcdef\n")
    with (
        run_with(started, folder) as other,
        other.app_context(),
        refusal("is that of another site"),
    ):
        check_keys_and_folder()
    with open_app(database_server.empty(), folder) as new, new.app_context():
        check_keys_and_folder()  # nothing to compare without tables
        new.test_cli_runner().invoke(args=["db", "upgrade"])
        check_keys_and_folder()
        assert site.facts()[data_dir.FACT] == "0123456789abcdef"


def test_a_host_of_the_release_before_works_on_the_schema_of_the_next(started):
    db.session.execute(site._APPLIED.update().values(version_num="9999"))
    db.session.commit()
    answer = PageClient(started, PageClient.response_class).get("/readyz")
    assert answer.json["checks"]["schema"] is True
    found = next(each for each in examine() if each.subject == "release of this host")
    assert (found.is_missing, "9999" in (found.remedy or "")) == (False, True)
