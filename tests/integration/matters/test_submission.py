"""Handing in: exactly once; of who reports, from where and with what, nothing is left anywhere but
sealed in its column; and mail that says nothing."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.kernel.crypto.encryption import Keyring
from app.kernel.crypto.tracking_codes import code_behind, keep, opens, tracking_code
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence
from app.matters.complaints.reporter.views import tracked
from app.people.rules import Role
from tests.support.citizens import FACTS, PERSON, answer_all, photo
from tests.support.factories import make_staff
from tests.support.pages import PageClient
from tests.support.sealed_columns import stored_by

pytestmark = pytest.mark.trust(26, 32)

THREADS = 20


@pytest.fixture
def live_client(live_app):
    with live_app.app_context():
        yield PageClient(live_app, PageClient.response_class, use_cookies=True)


def cookie_of(client):
    (cookie,) = client._cookies.values()
    return f"{cookie.key}={cookie.value}"


def test_twenty_parallel_posts_make_one_complaint_with_one_receipt(live_app, live_client):
    page = answer_all(live_client, kind="both", files=[photo()])
    fields = dict(page.form().form_values())
    cookie = cookie_of(live_client)

    def post(_):
        visitor = live_app.test_client(use_cookies=False)
        answer = visitor.post("/complaints/new/check", data=fields, headers={"Cookie": cookie})
        receipt = visitor.get("/complaints/new/receipt.txt", headers={"Cookie": cookie})
        return answer.status_code, answer.location, receipt.get_data(as_text=True)

    with ThreadPoolExecutor(THREADS) as pool:
        answers = set(pool.map(post, range(THREADS)))

    assert len(answers) == 1
    ((status, location, receipt),) = answers
    assert (status, location) == (302, "/complaints/new/done")
    submission = db.session.scalars(select(Submission)).one()
    assert submission.number in receipt
    assert db.session.scalar(select(func.count(Matter.id))) == 2
    assert db.session.scalars(select(Evidence)).one().submission_id == submission.id
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "mail"))
    templates = sorted(mail.payload["template"] for mail in mails)
    assert templates == ["assist_task", "assist_task", "new_matter", "new_matter"]


def test_the_database_refuses_a_contact_on_an_anonymous_submission(client):
    client.submit(answer_all(client))
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE submissions SET contact = 'x' WHERE is_anonymous"))
    db.session.rollback()


def test_the_mail_names_number_category_and_deadline_only(client):
    client.submit(answer_all(client))
    messages = db.session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "mail"))
    facts = {each.payload["template"]: each.payload["facts"] for each in messages}
    matter = db.session.scalars(select(Matter)).one()
    known = {"number": matter.number, "category": "商店和市场的食品"}
    assert facts == {
        "new_matter": known | {"deadline": matter.due_on.isoformat(), "step": "决定是否立案"},
        "assist_task": known
        | {"deadline": matter.assist_tasks[0].due_on.isoformat(), "lead": matter.bureau.name},
    }


def test_the_code_is_kept_as_a_slow_hash_only(app, client):
    page = client.submit(answer_all(client))
    code = page.texts("//dl[@class='mj-code']/dd")[1].replace(" ", "")
    code_hash = db.session.scalars(select(Submission)).one().code_hash
    assert code_hash.partition(":")[2].startswith("$argon2id$")
    assert opens(code, code_hash)
    assert not opens("0" * 16, code_hash)


def test_a_code_that_was_kept_without_its_key_opens_and_is_shown_as_before(app, client):
    page = client.submit(answer_all(client))
    number, code = page.texts("//dl[@class='mj-code']/dd")
    submission = db.session.scalars(select(Submission)).one()
    older = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    submission.code_hash = older.hash(code.replace(" ", ""))
    db.session.commit()
    assert tracked.opened_by(number=number, code=code) == submission.id
    assert client.get("/complaints/new/done").texts("//dl[@class='mj-code']/dd") == [number, code]


def test_the_receipt_shows_the_code_of_the_key_that_made_it(live_app):
    first, second = (f"{name}:{secrets.token_hex(32)}" for name in ("k1", "k2"))
    with live_app.app_context():
        live_app.extensions["keyring"] = Keyring.parse(first)
        code, code_hash = tracking_code("token"), keep("token")
        live_app.extensions["keyring"] = Keyring.parse(f"{second},{first}")
        assert code_behind("token", code_hash) == code != tracking_code("token")
        live_app.extensions["keyring"] = Keyring.parse(second)
        assert code_behind("token", code_hash) is None
        assert opens(code, code_hash)


def test_the_code_has_sixteen_digits_and_hangs_on_the_token(app):
    assert tracking_code("a").isdecimal()
    assert len(tracking_code("a")) == 16
    assert tracking_code("a") == tracking_code("a") != tracking_code("b")


ADDRESS, BROWSER = "203.0.113.77", "Seltsam/7.3"
ADDED, ANSWER = "补充一句：老板姓章", "经查，标签确系换贴"


@pytest.fixture
def visitor(live_app):
    """A resident whose address and browser can be told from all others."""
    with live_app.app_context():
        client = PageClient(live_app, PageClient.response_class, use_cookies=True)
        client.environ_base = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER}
        yield client


def report_and_follow(client, **answers):
    """Report, look in with a wrong code and with the right one, add something, be answered."""
    page = client.submit(answer_all(client, files=[photo("欧阳的照片.jpg")], **answers))
    number, code = page.texts("//dl[@class='mj-code']/dd")
    client.post_form("/complaints/track", {"number": number, "code": "1"})
    page = client.post_form("/complaints/track", {"number": number, "code": code})
    page = client.submit(page, {"text": ADDED}, action="/material")
    assert ADDED in page.body_text
    matter = db.session.scalars(select(Matter).order_by(Matter.id.desc())).first()
    head = make_staff(Role.HEAD, bureau=matter.bureau)
    handling.reply_to_reporter(matter=matter, staff=head, text=ANSWER)
    page = client.get("/complaints/track/matter")
    assert ANSWER in page.body_text
    client.submit(page, action="/leave")


@pytest.mark.parametrize("kind", ["violation_report", "both"])
def test_neither_person_nor_words_nor_address_nor_browser_is_found_anywhere(
    live_app, visitor, mailbox, capfd, tmp_path_factory, kind
):
    report_and_follow(visitor, kind=kind)
    while outbox.drain():
        pass
    logged = "".join(capfd.readouterr()).encode()
    assert b'"endpoint": "complaints.track"' in logged
    mails = "\n".join(str(message) for message in mailbox.messages).encode()
    assert mails
    narrated = (FACTS[name] for name in ("title", "narrative", "happened", "place"))
    secrets = [*PERSON.values(), *narrated, ADDED, ANSWER, "欧阳的照片", ADDRESS, BROWSER]
    backups: Path = tmp_path_factory.mktemp("backups")
    stored = [*stored_by(live_app, backups), ("log", logged), ("mail", mails)]
    assert [where for where, _ in stored if where.startswith("backup database.")]
    for secret in secrets:
        found = [where for where, content in stored if secret.encode() in content]
        assert not found, f"{secret} in {found}"


def test_an_anonymous_report_says_nothing_of_a_person_even_unsealed(client):
    report_and_follow(client)
    submission = db.session.scalars(select(Submission)).one()
    assert submission.is_anonymous
    assert submission.contact is None
    assert all(matter.submission.contact is None for matter in submission.matters)


def test_reports_are_found_by_no_search(live_app, visitor):
    report_and_follow(visitor)
    for matter in db.session.scalars(select(Matter)):
        matter.is_public, matter.public_title, matter.public_summary = True, "标签", "已查处"
    db.session.commit()
    assert live_app.test_cli_runner().invoke(args=["search", "rebuild"]).exit_code == 0
    for words in (FACTS["title"], FACTS["narrative"], ADDED):
        page = PageClient(live_app, PageClient.response_class).get(f"/search?q={words}")
        assert page.status_code == 200
        assert not [link for link in page.links() if link.startswith("/complaints/closed/")]
        assert FACTS["narrative"][6:] not in "".join(page.texts("//main//ol | //main//ul"))
