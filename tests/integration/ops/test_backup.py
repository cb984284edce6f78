"""A backup holds database and files, says what it is, can be put back, and is tried out."""

import json
import shutil
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from app.kernel import audit, clock
from app.kernel.db import site
from app.kernel.db.session import db
from app.kernel.files import data_dir, uploads
from app.matters.complaints.matter.models.submissions import Evidence
from app.ops.backup.drill import drill
from app.ops.backup.making import make_backup
from app.ops.backup.manifest import MANIFEST, BackupError, verify_backup
from app.ops.backup.restoring import restore_backup
from app.records.companies.models import Company
from tests.support import factories
from tests.support.apps import open_app
from tests.support.complaint_factories import make_submission

FIRM = "温州试验备份有限公司"
OTHER = "ab" * 32

pytestmark = pytest.mark.trust(38)


def company_names() -> list[str]:
    """Without the one that the report is about."""
    found = db.session.scalars(select(Company.name)).all()
    db.session.rollback()
    return [name for name in found if name == FIRM or "后来" in name]


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    db.session.rollback()
    return result.exit_code, result.output


@pytest.fixture
def filled(live_app, tmp_path):
    """A site with a company, a report with a photo, and what else lies in its folder."""
    with live_app.app_context():
        factories.make_company(name=FIRM)
        photo = uploads.store("门头.jpg", "image/jpeg", b"\xff\xd8 a photo")
        db.session.add(Evidence.of(photo, submission_id=make_submission().id))
        audit.record("company.made")
        db.session.commit()
        audit.anchor()
        live_app.photo = photo.id
        for name in ("routing/topics.json", "mail/one.eml", "index/segment"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(name)
        (tmp_path / "uploads" / "beef.part").write_bytes(b"half")
        (tmp_path / "uploads" / "gone").symlink_to(tmp_path / "nowhere")
        yield live_app
        db.session.remove()


@pytest.fixture
def backups(tmp_path) -> Path:
    return tmp_path / "backups"


def elsewhere(filled: Flask, database_server, folder: Path, **settings: str):
    """An empty installation on another machine, with the same keys unless told otherwise."""
    keys = {"ENCRYPTION_KEYS": filled.config["ENCRYPTION_KEYS"]}
    return open_app(database_server.empty(), folder, **keys | settings)


def test_a_backup_is_put_back_into_an_empty_installation_with_all_that_belongs_to_it(
    filled, backups, database_server, tmp_path
):
    folder, made = tmp_path / "other", make_backup(backups).folder
    with elsewhere(filled, database_server, folder) as other, other.app_context():
        restore_backup(made)
        assert company_names() == [FIRM]
        assert uploads.open_upload(filled.photo) == b"\xff\xd8 a photo"
        assert (folder / "routing" / "topics.json").read_text() == "routing/topics.json"
        assert (folder / "mail" / "one.eml").exists()
        assert not (folder / "index" / "segment").exists()
        assert audit.verify().problem is None
        db.session.rollback()
        assert data_dir.problem() is None
        db.session.rollback()


def test_notes_on_the_log_that_are_here_already_stay(filled, backups):
    made = make_backup(backups).folder
    audit.record("company.made")
    db.session.commit()
    notes = audit.anchor().read_text()
    restore_backup(made, force=True)
    assert audit.anchor().read_text().startswith(notes)
    assert "is missing" in (audit.verify().problem or "")


def test_a_filled_database_is_replaced_only_by_force_and_by_one_of_an_older_schema_too(
    filled, backups
):
    made = make_backup(backups).folder
    with pytest.raises(BackupError, match="--force"):
        restore_backup(made)
    factories.make_company(name="后来的公司")
    # Of a newer schema: a table, with one that it refers to, which the backup knows nothing of.
    db.session.execute(text("CREATE TABLE newer (id INTEGER REFERENCES companies (id))"))
    db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.commit()
    restore_backup(made, force=True)
    assert company_names() == [FIRM]
    assert site.is_current()
    factories.make_company(name="再后来的公司")
    db.session.commit()
    restore_backup(made, force=True)
    assert company_names() == [FIRM]


def test_a_backup_that_has_changed_is_refused_before_anything_is_touched(filled, backups):
    made = make_backup(backups).folder
    verify_backup(made)
    factories.make_company(name="后来的公司")
    db.session.commit()
    kept = next(path for path in (made / "uploads").rglob("*") if path.is_file())
    kept.write_bytes(b"forged")
    with pytest.raises(BackupError, match="changed"):
        restore_backup(made, force=True)
    kept.unlink()
    with pytest.raises(BackupError, match="missing"):
        restore_backup(made, force=True)
    assert set(company_names()) == {FIRM, "后来的公司"}


WRONG = {
    "of another content": {"ENCRYPTION_KEYS": f"k1:{OTHER}"},
    "without the key": {"ENCRYPTION_KEYS": f"k9:{OTHER}"},
}


@pytest.mark.parametrize("keys", WRONG.values(), ids=WRONG.keys())
def test_other_keys_than_those_of_the_backup_are_refused(
    filled, backups, database_server, tmp_path, keys
):
    made = make_backup(backups).folder
    with (
        elsewhere(filled, database_server, tmp_path / "other", **keys) as other,
        other.app_context(),
    ):
        code, said = run(other, "restore", str(made))
        told = "the keys are not those of the backup: ENCRYPTION_KEYS"
        assert (code, told in said) == (1, True)
        assert not inspect(db.engine).get_table_names()
    assert not (tmp_path / "other" / "uploads").exists()


def test_a_backup_names_its_keys_holds_none_and_is_for_the_account_alone(filled, backups):
    made = make_backup(backups).folder
    manifest = json.loads((made / MANIFEST).read_text())
    assert manifest["keys"]["ENCRYPTION_KEYS"] == ["k1"]
    assert set(manifest["keys"]) == {"ENCRYPTION_KEYS", "IDENTITY_KEYS", "PAYEE_KEYS"}
    assert manifest["rows"]["companies"] == 2
    key = filled.config["ENCRYPTION_KEYS"].partition(":")[2].encode()
    for path in made.rglob("*"):
        assert path.is_dir() or key not in path.read_bytes()
        assert path.suffix != ".part"
    for folder in (backups, made):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_that_a_row_names_and_nobody_finds_fails_the_backup(filled, backups):
    uploads.delete_upload(filled.photo)
    code, said = run(filled, "backup", str(backups))
    assert (code, f"1 files that rows name are missing (first {filled.photo})" in said) == (1, True)
    assert site.last_backup_at() is None
    db.session.rollback()
    code, said = run(filled, "files", "check")
    assert (code, f"MISSING  {filled.photo}" in said) == (1, True)


def test_rows_and_files_are_compared_both_ways(filled, frozen_clock):
    (Path(filled.config["DATA_DIR"]) / "uploads" / "gone").unlink()
    assert run(filled, "files", "check", "--open")[0] == 0
    orphan = uploads.store("x", "text/plain", b"x").id
    assert run(filled, "files", "check")[0] == 0  # somebody may be about to hand it in
    frozen_clock.shift(uploads.ORPHAN_AGE + timedelta(days=3650))
    code, said = run(filled, "files", "check")
    assert (code, f"ORPHAN   {orphan}" in said) == (1, True)
    stored = next(path for path in uploads.stored_paths() if path.name == filled.photo)
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    assert f"DAMAGED  {filled.photo}" in run(filled, "files", "check", "--open")[1]


def test_the_site_knows_when_it_was_last_backed_up(filled, backups):
    assert site.last_backup_at() is None
    code, said = run(filled, "backup", str(backups))
    assert code == 0, said
    assert site.last_backup_at() == clock.now()
    db.session.rollback()


def test_an_encrypted_backup_opens_for_its_private_key_alone(
    filled, backups, database_server, tmp_path, monkeypatch
):
    own = pyrage.x25519.Identity.generate()
    for name, key in (("own", own), ("other", pyrage.x25519.Identity.generate())):
        (tmp_path / name).write_text(f"# public key: {key.to_public()}\n{key}\n")
    monkeypatch.setitem(filled.config, "BACKUP_RECIPIENT", str(own.to_public()))
    made = make_backup(backups).folder
    for path in made.rglob("*"):
        assert path.is_dir() or path.name == MANIFEST or path.read_bytes().startswith(b"age-encr")
    assert drill(backups, tmp_path / "own").opened_files == 1
    with elsewhere(filled, database_server, tmp_path / "new") as new, new.app_context():
        assert "give its private key by --identity" in run(new, "restore", str(made))[1]
        wrong = run(new, "restore", str(made), "--identity", str(tmp_path / "other"))
        assert "is not the private key of age1" in wrong[1]
        code, said = run(new, "restore", str(made), "--identity", str(tmp_path / "own"))
        assert code == 0, said
        assert company_names() == [FIRM]
        assert uploads.open_upload(filled.photo) == b"\xff\xd8 a photo"


def test_a_public_key_that_is_none_is_refused(filled, backups, monkeypatch):
    monkeypatch.setitem(filled.config, "BACKUP_RECIPIENT", "age1nobody")
    assert "BACKUP_RECIPIENT is no public key" in run(filled, "backup", str(backups))[1]


def test_a_program_takes_the_backup_off_the_host_and_its_failure_is_told(
    filled, backups, tmp_path, monkeypatch
):
    program = tmp_path / "carry"
    program.write_text(f'#!{sys.executable}\nimport sys\nsys.exit("no room in " + sys.argv[1])\n')
    program.chmod(0o700)
    monkeypatch.setitem(filled.config, "BACKUP_COMMAND", str(program))
    code, said = run(filled, "backup", str(backups))
    (made,) = backups.iterdir()
    assert (code, f"BACKUP_COMMAND ended with 1: no room in {made}" in said) == (1, True)
    shutil.rmtree(made)
    program.write_text(f'#!{sys.executable}\nimport sys\nopen(sys.argv[1] + ".away", "w")\n')
    assert run(filled, "backup", str(backups))[0] == 0
    assert len([*backups.glob("*.away")]) == 1


def test_older_backups_are_thinned_out(filled, backups, frozen_clock):
    for _ in range(4):
        made = make_backup(backups).folder
        frozen_clock.shift(timedelta(days=1))
    (backups / "mingjian-20200101-000000").mkdir()  # without a manifest: nobody knows what it is
    code, said = run(filled, "backup", str(backups), "--keep-daily", "2")
    assert (code, "3 older backups removed" in said) == (0, True)
    assert made.exists()
    assert len([*backups.iterdir()]) == 3


def test_the_drill_restores_beside_the_site_and_compares(filled, backups, tmp_path):
    make_backup(backups)
    before = sorted(path.name for path in tmp_path.iterdir())
    code, said = run(filled, "drill", str(backups))
    assert code == 0, said
    assert "1 files with their checksums, 1 of them opened" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert company_names() == [FIRM]


def test_the_drill_finds_what_is_not_as_it_was_counted(filled, backups):
    made = make_backup(backups).folder
    manifest = json.loads((made / MANIFEST).read_text())
    manifest["rows"]["companies"] += 1
    (made / MANIFEST).write_text(json.dumps(manifest))
    code, said = run(filled, "drill", str(backups))
    assert (code, "other rows than were copied: companies" in said) == (1, True)
    shutil.rmtree(made)
    assert "there is no whole backup" in run(filled, "drill", str(backups))[1]


def test_a_log_that_was_changed_before_the_backup_fails_the_drill(filled, backups):
    on_postgres = db.engine.dialect.name == "postgresql"
    guard = "ALTER TABLE audit_events {} TRIGGER audit_events_guard"
    off = guard.format("DISABLE") if on_postgres else "DROP TRIGGER audit_events_no_update"
    db.session.execute(text(off))
    db.session.execute(text("UPDATE audit_events SET reason = 'x' WHERE id = 1"))
    if on_postgres:
        db.session.execute(text(guard.format("ENABLE")))  # others use this database again
    db.session.commit()
    make_backup(backups)
    assert "the audit log is not whole: row 1 " in run(filled, "drill", str(backups))[1]
