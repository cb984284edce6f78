"""What residents, companies and payees write is nowhere in the clear: not in a file, not in a log,
not in a mail, and not in a backup."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.matters.rewards.rules import PaymentWay
from tests.support import citizens, redress_desk
from tests.support.citizens import FACTS, PERSON, photo
from tests.support.desks import make_office
from tests.support.factories import make_case
from tests.support.pages import PageClient
from tests.support.record_factories import CASE
from tests.support.reward_desk import DETAILS, claimed, make_reward_office
from tests.support.sealed_columns import stored_by

pytestmark = pytest.mark.trust(24)

CAMERA = "CamMaker-777"


@pytest.fixture
def client(live_app: Any) -> Iterator[PageClient]:
    with live_app.app_context():
        yield PageClient(live_app, PageClient.response_class, use_cookies=True)


def report(client: PageClient) -> list[str]:
    """A named complaint with a photo that tells of its camera."""
    page = citizens.answer_all(
        client,
        kind="complaint",
        files=[photo(comment=CAMERA.encode())],
        identity={**PERSON, "anonymity": "named"},
    )
    done = client.submit(page)
    assert done.status_code == 200
    assert "查询码" in done.body_text
    facts = (FACTS[name] for name in ("title", "narrative", "happened", "place"))
    return [*PERSON.values(), *facts, CAMERA]


def object_to_a_case(client: PageClient) -> list[str]:
    """An objection of a company, with whom to ask and a letter under its seal."""
    case = make_case()
    page = redress_desk.answer_all(client, f"case-{case.id}", case.uscc)
    assert client.submit(page).status_code == 200
    wrong = (redress_desk.WRONG[name] for name in ("should_be", "text"))
    return [*redress_desk.PERSON.values(), *wrong, redress_desk.seal()[1]]


def claim_a_reward(_client: PageClient) -> list[str]:
    """A reward that is claimed to an account."""
    reward, _code = claimed(make_reward_office(), PaymentWay.TRANSFER)
    return [*DETAILS.values(), reward.reason]


def publish_a_person(client: PageClient) -> list[str]:
    """A case about a natural person, whose name and paper only staff may read."""
    make_office(client).write("/admin/cases/new", CASE)
    return [CASE["party_paper"]]


def test_what_was_sealed_is_found_in_no_file_log_mail_or_backup(
    live_app: Any,
    client: PageClient,
    mailbox: Any,
    capfd: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    acts = (report, object_to_a_case, claim_a_reward, publish_a_person)
    secrets = [secret for act in acts for secret in act(client)]
    db.session.commit()
    while outbox.drain():
        pass
    db.session.remove()
    stored = [*stored_by(live_app, tmp_path_factory.mktemp("backups"))]
    stored.append(("log", "".join(capfd.readouterr()).encode()))
    stored.append(("mail", "\n".join(str(message) for message in mailbox.messages).encode()))
    assert all(secrets)
    for secret in secrets:
        found = [where for where, content in stored if secret.encode() in content]
        assert not found, f"{secret} in {found}"
