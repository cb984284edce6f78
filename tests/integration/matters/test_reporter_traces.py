"""Of who reports, from where and with what, nothing is left anywhere but sealed in its column."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.people.rules import Role
from tests.support.citizens import FACTS, PERSON, answer_all, photo
from tests.support.factories import make_staff
from tests.support.pages import PageClient
from tests.support.sealed_columns import kept_by

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
    told = (FACTS[name] for name in ("title", "narrative", "happened", "place"))
    secrets = [*PERSON.values(), *told, ADDED, ANSWER, "欧阳的照片", ADDRESS, BROWSER]
    backups: Path = tmp_path_factory.mktemp("backups")
    kept = [*kept_by(live_app, backups), ("log", logged), ("mail", mails)]
    assert [where for where, _ in kept if where.startswith("backup database.")]
    for secret in secrets:
        found = [where for where, content in kept if secret.encode() in content]
        assert not found, f"{secret} in {found}"


def test_an_anonymous_report_says_nothing_of_a_person_even_unsealed(live_app, visitor):
    report_and_follow(visitor)
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
