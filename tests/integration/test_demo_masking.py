"""The demonstration shows the masking gate at work, and nothing that it would hold back."""

import pytest
from sqlalchemy import select

from app.bulletins.models import Bulletin
from app.cases.models import CaseDisclosure
from app.core.db import db
from app.credit.models import CreditEntry
from app.licences.models import AdministrativeLicence
from app.projects.models import KeyProject, ProjectReport
from app.publishing import gate
from app.publishing.rules import PublicationStatus
from app.publishing.sealed import SealedOriginal

MODELS = (Bulletin, CaseDisclosure, CreditEntry, AdministrativeLicence, KeyProject, ProjectReport)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("demo")
def test_only_what_waits_for_a_reviewer_has_findings(model) -> None:
    exposed = [
        record.status for record in db.session.scalars(select(model)) if gate.places(record, [])
    ]
    waiting = [PublicationStatus.IN_REVIEW] if model is CaseDisclosure else []
    assert exposed == waiting


@pytest.mark.usefixtures("demo")
def test_some_persons_are_sealed_and_shown_by_the_rule() -> None:
    sealed = db.session.scalars(select(SealedOriginal)).all()
    assert len(sealed) == 3
    assert all(one.name != one.shown and "某" in one.shown for one in sealed)
