"""Matters and penalties by the hundred thousand, as rows: the same ones each time for a size.

They are what figures are counted from; what people wrote is a few words.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Table, insert, select

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.matter.models.answers import Rating
from app.matters.complaints.matter.models.clocks import ComplaintCategory, MatterDeadline
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import Manner, Satisfaction
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus, MatterStep
from app.people.models import Bureau, District
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from app.records.cases.rules import CaseField, Severity
from app.records.companies.rules import PartyKind
from tests.bench.records import prepare
from tests.support.factories import make_staff

CHUNK = 5_000
MATTER_DAYS, CASE_DAYS = 600, 1_700
"""From so many days they are."""
OPEN, RATED, RETURNED = 0.05, 0.3, 0.03
"""Shares of matters."""
BODIES = 35
MATTERS_TO_A_CASE = 10
TABLES = (Submission, Matter, MatterDeadline, Rating, MatterReturn, Case)

Row = dict[str, Any]


class Inventor:
    """Makes rows by chance, with a fixed seed."""

    def __init__(self) -> None:
        self._chance = random.Random(11)  # noqa: S311  # the same records each time
        self._today = clock.today()
        bodies = list(db.session.scalars(select(Bureau).order_by(Bureau.id).limit(BODIES)))
        self._bodies = [one.id for one in bodies]
        self._staff = make_staff(bureau=bodies[0]).id
        self._districts = list(db.session.scalars(select(District.code)))
        self._categories = list(db.session.scalars(select(ComplaintCategory.code)))

    def rows(self, key: int) -> Iterator[tuple[type, Row]]:
        """A submission with its matter and what came of it, and a penalty."""
        chance = self._chance
        received = self._today - timedelta(days=chance.randrange(MATTER_DAYS))
        matter = self._matter(key, received)
        yield Submission, self._submission(key, received)
        yield Matter, matter
        yield MatterDeadline, self._deadline(key, received)
        if matter["closed_on"] and chance.random() < RATED:
            yield Rating, self._rating(key, matter["closed_on"])
        if chance.random() < RETURNED:
            yield MatterReturn, self._return(matter)
        if key % MATTERS_TO_A_CASE == 0:
            yield Case, self._case(key // MATTERS_TO_A_CASE)

    def _submission(self, key: int, received: date) -> Row:
        return {
            "id": key,
            "number": f"{received:%Y%m%d}-{key:07d}",
            "code_hash": "",
            "submitted_at": clock.day_start(received),
            "is_anonymous": True,
            "consents_to_publication": False,
            "keeps_identity_from_subject": True,
            "category_code": self._chance.choice(self._categories),
            "district_code": self._chance.choice(self._districts),
            "title": "举报",
            "narrative": "经过",
        }

    def _matter(self, key: int, received: date) -> Row:
        chance = self._chance
        kind, taken = chance.choice(list(ComplaintKind)), chance.randrange(1, 60)
        is_open = chance.random() < OPEN or received + timedelta(days=taken) > self._today
        due_on = self._today + timedelta(days=chance.randrange(-10, 60))
        return {
            "id": key,
            "submission_id": key,
            "kind": kind,
            "number": f"{kind.letter}{received:%Y%m%d}-{key:07d}",
            "bureau_id": chance.choice(self._bodies),
            "routing_reason": "",
            "received_on": received,
            "step": MatterStep.VERIFY,
            "is_public": False,
            "version": 1,
            "status": MatterStatus.IN_PROGRESS if is_open else MatterStatus.CLOSED,
            "due_on": due_on if is_open else None,
            "closed_on": None if is_open else received + timedelta(days=taken),
            "working_days_taken": None if is_open else taken,
            "met_deadline": None if is_open else chance.random() < 0.95,
        }

    def _deadline(self, key: int, received: date) -> Row:
        return {
            "matter_id": key,
            "step": MatterStep.ACCEPT,
            "started_on": received,
            "due_on": received + timedelta(days=10),
            "met_on": received + timedelta(days=self._chance.randrange(1, 12)),
        }

    def _rating(self, key: int, closed: date) -> Row:
        return {
            "matter_id": key,
            "rated_at": clock.day_start(closed),
            "satisfaction": self._chance.choice(list(Satisfaction)),
            "manner": self._chance.choice(list(Manner)),
        }

    def _return(self, matter: Row) -> Row:
        on: date = matter["received_on"]
        return {
            "matter_id": matter["id"],
            "ordinal": 1,
            "from_bureau_id": matter["bureau_id"],
            "returned_by_id": self._staff,
            "returned_at": clock.day_start(on),
            "returned_on": on,
            "legal_basis": "",
            "proposed_bureau_id": matter["bureau_id"],
            "reason": "",
            "due_on": on + timedelta(days=3),
            "decided_on": on + timedelta(days=2),
            "decided_by_id": self._staff,
            "decided_bureau_id": self._chance.choice(self._bodies),
            "answer": "",
        }

    def _case(self, key: int) -> Row:
        chance = self._chance
        decided = self._today - timedelta(days=chance.randrange(10, CASE_DAYS))
        return {
            "id": key,
            "title": f"某公司虚假宣传案{key}",
            "party_name": "某公司",
            "party_kind": PartyKind.ORGANISATION,
            "violation": "虚假宣传",
            "facts": "",
            "basis": "",
            "penalty_kinds": [],
            "content": "罚款",
            "fine_cents": 100 * chance.randrange(1, 9_000),
            "confiscated_cents": 0,
            "decided_on": decided,
            "deciding_bureau_id": chance.choice(self._bodies),
            "deciding_body": "某局",
            "source_body": "",
            "field": chance.choice(list(CaseField)),
            "severity": Severity.ORDINARY,
            "district_code": chance.choice(self._districts),
            "status": PublicationStatus.PUBLISHED,
            "published_on": decided + timedelta(days=chance.randrange(1, 12)),
            "publish_until": decided + timedelta(days=chance.choice((90, 365, 1095, 2000))),
            "created_at": clock.now(),
            "updated_at": clock.now(),
        }


def fill(site: Flask, matters: int) -> Iterator[int]:
    """Make the tables, as many matters, and penalties; yields how many there are so far."""
    prepare(site)
    inventor = Inventor()
    for start in range(1, matters + 1, CHUNK):
        rows: defaultdict[type, list[Row]] = defaultdict(list)
        for key in range(start, min(start + CHUNK, matters + 1)):
            for model, row in inventor.rows(key):
                rows[model].append(row)
        for model in TABLES:
            table = model.__table__
            assert isinstance(table, Table)
            if rows[model]:
                db.session.execute(insert(table), rows[model])
        db.session.commit()
        yield min(start + CHUNK - 1, matters)
