"""The demonstration shows the masking gate at work, and nothing that it would hold back."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.publishing.life import gate
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import SealedOriginal
from app.records.bulletins.models import Bulletin
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.licences.models import AdministrativeLicence
from app.records.projects.models import KeyProject, ProjectReport

MODELS = (Bulletin, Case, CreditEntry, AdministrativeLicence, KeyProject, ProjectReport)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("demo")
def test_only_what_waits_for_a_reviewer_has_findings(model) -> None:
    exposed = [
        record.status
        for record in db.session.scalars(select(model))
        if gate.places_found(record, [])
    ]
    waiting = [PublicationStatus.IN_REVIEW] if model is Case else []
    assert exposed == waiting


@pytest.mark.usefixtures("demo")
def test_some_persons_are_sealed_and_shown_by_the_rule() -> None:
    sealed = db.session.scalars(select(SealedOriginal)).all()
    assert len(sealed) == 3
    assert all(one.name != one.shown and "某" in one.shown for one in sealed)
