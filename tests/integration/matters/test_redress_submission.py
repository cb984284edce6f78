"""Handing in an application: exactly once, nothing readable left behind, mail that says nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.matters.redress.models import RedressApplication, RedressDraft, RedressFile
from app.matters.redress.services.applying import sweep_drafts
from tests.support.factories import make_bureau, make_case
from tests.support.pages import PageClient
from tests.support.redress_desk import PERSON, WRONG, answer_all

THREADS = 12


@pytest.fixture
def live_client(live_app):
    with live_app.app_context():
        yield PageClient(live_app, PageClient.response_class, use_cookies=True)


@pytest.fixture
def check(live_client):
    case = make_case(deciding_bureau_id=make_bureau().id)
    return answer_all(live_client, f"case-{case.id}", case.uscc)


def test_parallel_posts_make_one_application_with_one_receipt(live_app, live_client, check):
    fields = dict(check.form().form_values())
    (cookie,) = live_client._cookies.values()
    headers = {"Cookie": f"{cookie.key}={cookie.value}"}

    def post(_):
        visitor = live_app.test_client(use_cookies=False)
        answer = visitor.post("/redress/new/check", data=fields, headers=headers)
        receipt = visitor.get("/redress/new/receipt.txt", headers=headers)
        return answer.status_code, answer.location, receipt.get_data(as_text=True)

    with ThreadPoolExecutor(THREADS) as pool:
        answers = set(pool.map(post, range(THREADS)))

    assert len(answers) == 1
    ((status, location, receipt),) = answers
    assert (status, location) == (302, "/redress/new/done")
    application = db.session.scalars(select(RedressApplication)).one()
    assert application.number in receipt
    assert db.session.scalars(select(RedressFile)).one().application_id == application.id


def test_nothing_of_the_applicant_is_readable_in_the_files_of_the_site(
    live_app, live_client, check, capfd
):
    live_client.submit(check)
    db.session.remove()
    files = [path for path in Path(live_app.config["DATA_DIR"]).rglob("*") if path.is_file()]
    uri = str(live_app.config["SQLALCHEMY_DATABASE_URI"])
    if uri.startswith("sqlite"):
        database = Path(uri.removeprefix("sqlite:///"))
        files += database.parent.glob(f"{database.name}*")
    assert files
    logged = "".join(capfd.readouterr())
    for secret in (*PERSON.values(), WRONG["text"], WRONG["should_be"], "盖章申请书"):
        assert secret not in logged
        assert not [path for path in files if secret.encode() in path.read_bytes()], secret


def test_mail_names_number_and_deadline_and_nobody(app, client, mailbox, frozen_clock):
    bureau = make_bureau(email="jubu@example.invalid")
    case = make_case(deciding_bureau_id=bureau.id)
    client.submit(answer_all(client, f"case-{case.id}", case.uscc))
    outbox.drain()
    (message,) = mailbox.messages
    assert message["To"] == "jubu@example.invalid"
    text = message.get_content()
    number = db.session.scalar(select(RedressApplication.number))
    assert number in text
    assert "2026-03-18" in text
    for secret in (*PERSON.values(), WRONG["text"], case.party_name, case.uscc):
        assert secret not in text
        assert secret not in str(message["Subject"])


def test_drafts_that_are_given_up_take_their_files_along(app, client, frozen_clock):
    case = make_case(deciding_bureau_id=make_bureau().id)
    answer_all(client, f"case-{case.id}", case.uscc)
    folder = Path(app.config["DATA_DIR"]) / "uploads"
    assert [path for path in folder.rglob("*") if path.is_file()]
    frozen_clock.shift(31 * 60)
    assert sweep_drafts() == 1
    assert db.session.scalar(select(func.count(RedressDraft.id))) == 0
    assert not [path for path in folder.rglob("*") if path.is_file()]
