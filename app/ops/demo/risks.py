"""Signals that led to the warnings of the demonstration, judged and not judged yet."""

from datetime import timedelta

from sqlalchemy import select

from app.kernel import clock
from app.kernel.crypto.encryption import blind_index
from app.kernel.db.session import db
from app.matters.risks.models import RiskSignal
from app.matters.risks.rules import RiskKind, Verdict
from app.ops.demo.material import Stage
from app.people.models import Staff
from app.people.rules import Role
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind

RAISED = (
    (RiskKind.PRODUCT, "电动自行车", 6, 14, Verdict.USEFUL),
    (RiskKind.PRODUCT, "酱油", 5, 14, Verdict.NOT_USEFUL),
    (RiskKind.STREET, "塘下路", 5, 30, None),
)


def make_signals(stage: Stage, people: list[Staff]) -> list[RiskSignal]:
    """One for each line above; the useful ones led to a warning that is there."""
    lead = stage.bureaus["city-market-supervision"]
    editor = next(one for one in people if one.has_role(Role.EDITOR))
    warnings = db.session.scalars(
        select(Bulletin.id).where(Bulletin.kind == BulletinKind.WARNING).order_by(Bulletin.id)
    ).all()
    return [
        RiskSignal(
            kind=kind,
            key=(key := f"{kind.value}::{name}"),
            key_index=blind_index(key),
            name=name,
            reports=reports,
            days=days,
            lead_bureau_id=lead.id,
            raised_at=clock.now() - timedelta(days=10 * place + 1),
            bulletin_id=warnings[place % len(warnings)] if warnings else None,
            verdict=verdict,
            judged_at=clock.now() if verdict else None,
            judged_by_id=editor.id if verdict else None,
        )
        for place, (kind, name, reports, days, verdict) in enumerate(RAISED)
    ]
