"""Livelihood programmes, problems and proposals for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from app.kernel import clock
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme, LivelihoodProposal
from app.records.livelihood.rules import LivelihoodAction
from tests.support.factories import make, publication

_numbers = count(1)


def make_programme(**changes: Any) -> LivelihoodProgramme:
    """The published programme of this year."""
    defaults = {
        **publication(),
        "publish_until": None,
        "year": clock.today().year,
        "theme": "买得放心，住得安心",
        "plan": "一、校园周边食品。\n二、电梯困人。",
        "lead_body": "试验质量强市办",
    }
    return make(LivelihoodProgramme, defaults, changes)


def make_problem(programme: LivelihoodProgramme, **changes: Any) -> LivelihoodProblem:
    """A public problem that is to be solved within a month."""
    defaults = {
        **publication(),
        "publish_until": None,
        "programme_id": programme.id,
        "title": "校园周边食品",
        "text": "逐店检查，不合格的停售。",
        "action": LivelihoodAction.PRODUCTS,
        "lead_body": "试验监管局",
        "due_on": clock.today() + timedelta(days=30),
    }
    return make(LivelihoodProblem, defaults, changes)


def make_proposal(**changes: Any) -> LivelihoodProposal:
    """A proposal for this year that waits."""
    defaults = {
        "year": clock.today().year,
        "token": f"{next(_numbers):064x}",
        "text": "希望检查早餐店的油。",
        "received_at": clock.now(),
    }
    return make(LivelihoodProposal, defaults, changes)
