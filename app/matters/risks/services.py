"""Noticing that reports add up, drafting the warning, and recording what it was worth."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel import audit, clock, notify
from app.kernel.crypto.encryption import blind_index
from app.kernel.db.reference import read_data
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotFoundError
from app.matters.complaints.intake.rules import trait_name
from app.matters.complaints.matter.models.matters import Submission
from app.matters.risks.models import InspectionWarning, RiskSignal
from app.matters.risks.queries import (
    Reports,
    draft_titled,
    reports_on_company,
    reports_with_trait,
    signal_of,
    signal_since,
    submission_with_traits,
    warnings_from,
)
from app.matters.risks.rules import (
    WARNED_FOR,
    FailedBatch,
    RiskFinding,
    RiskKind,
    SignalVerdict,
    Threshold,
    WarningText,
    batch_words,
    draft_words,
    threshold_of,
)
from app.people.models import Staff
from app.publishing.desk.queries import record
from app.publishing.kind.declaration import Values
from app.publishing.life.services import Edit
from app.records.bulletins.kind import ARTICLES
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind, RiskLevel
from app.records.bulletins.services import save_bulletin
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.inspections.models import Inspection

THRESHOLDS = Path(__file__).parent / "data" / "thresholds.json"

Common = tuple[RiskKind, str, str]
"""What a submission may have in common with others: kind, key, name."""


@cache
def thresholds() -> tuple[Threshold, ...]:
    """All lines of the data file."""
    return tuple(Threshold.parse(row) for row in read_data(THRESHOLDS)["thresholds"])


def look_into_all(payloads: Sequence[Mapping[str, Any]]) -> None:
    """Handle what the outbox hands over: submissions that have just come in."""
    for payload in payloads:
        look_into(submission_id=payload["submission"])


def look_into(*, submission_id: int) -> list[RiskSignal]:
    """Raise a signal for each thing of which enough reports came close together.

    Done again for the same submission it raises nothing twice.
    """
    submission = submission_with_traits(submission_id)
    if submission is None or submission.subject_bureau_id is not None:
        return []
    raised = [_signal(submission, common) for common in _in_common(submission)]
    return [signal for signal in raised if signal is not None]


def judge_signal(*, staff: Staff, signal_id: int, verdict: SignalVerdict) -> None:
    """An editor of the body says whether the signal was useful; it can be changed.

    Raises NotFoundError for the signal of another body.
    """
    signal = signal_of(staff, signal_id)
    if signal is None:
        raise NotFoundError
    signal.verdict, signal.judged_at, signal.judged_by_id = verdict, clock.now(), staff.id
    _record("risk.judged", signal, staff.as_actor())
    db.session.commit()


def draft_warning(*, key: int, staff: Staff) -> Bulletin:
    """A draft of a warning of a batch that failed; its body's editors complete it.

    The link to the inspection is kept in the same transaction. Raises NotFoundError for that of
    another body, ConflictError where it has not failed or has led to a warning already.
    """
    inspection = record(INSPECTIONS.source, staff, key)
    if not inspection.has_failed:
        raise ConflictError("检验结果为不合格的才能据以起草风险警示。")
    if warnings_from(inspection):
        raise ConflictError("已经据这个批次起草过风险警示，请到那篇文章继续办理。")

    def link(bulletin: Bulletin) -> None:
        db.session.add(
            InspectionWarning(
                inspection_id=inspection.id, bulletin_id=bulletin.id, linked_at=clock.now()
            )
        )

    maker = [inspection.company_id] if inspection.company_id else []
    return save_bulletin(
        bulletin=None,
        values=_warning(batch_words(_failed_batch(inspection)), RiskLevel.YELLOW, maker),
        bureau_id=staff.bureau_id,
        edit=Edit(staff.as_actor(), joined=link),
    )


def _failed_batch(inspection: Inspection) -> FailedBatch:
    return FailedBatch(
        product=inspection.product,
        batch=inspection.batch_number or "",
        maker=inspection.maker_name,
        found="、".join(one.item for one in inspection.failures),
        body=inspection.inspecting_body,
        sampled_on=inspection.sampled_on,
    )


def _in_common(submission: Submission) -> Iterator[Common]:
    if submission.company:
        yield RiskKind.COMPANY, f"company:{submission.company.id}", submission.company.name
    for trait in submission.traits:
        yield RiskKind(trait.kind.value), trait.key, trait_name(trait.key)


def _signal(submission: Submission, common: Common) -> RiskSignal | None:
    kind, key, _ = common
    limit = threshold_of(kind, clock.today(), thresholds())
    if limit is None:
        return None
    since = clock.now() - timedelta(days=limit.days)
    known = signal_since(key, since)
    if known is not None and known.bulletin_id is not None:
        return None
    reports = (
        reports_on_company(submission.company_id or 0, since)
        if kind is RiskKind.COMPANY
        else reports_with_trait(key, since)
    )
    if reports is None or (known is None and reports.count < limit.reports):
        return None
    signal = known or _raised(common, reports, limit)
    _draft(signal, submission, _words(signal, submission, reports))
    return signal


def _raised(common: Common, reports: Reports, limit: Threshold) -> RiskSignal:
    kind, key, name = common
    signal = RiskSignal(
        kind=kind,
        key=key,
        key_index=blind_index(key),
        name=name,
        reports=reports.count,
        days=limit.days,
        lead_bureau_id=reports.lead_bureau_id,
        raised_at=clock.now(),
    )
    db.session.add(signal)
    _record("risk.raised", signal, audit.SYSTEM)
    notify.mail("new_risk", notify.bureau(signal.lead_bureau_id), kind=kind.label)
    db.session.commit()
    return signal


def _words(signal: RiskSignal, submission: Submission, reports: Reports) -> WarningText:
    is_local = signal.kind is not RiskKind.PRODUCT and submission.district is not None
    return draft_words(
        RiskFinding(
            kind=signal.kind,
            name=signal.name,
            district=submission.district.name if is_local and submission.district else "",
            reports=signal.reports,
            days=signal.days,
            categories=reports.categories,
        )
    )


def _draft(signal: RiskSignal, submission: Submission, words: WarningText) -> None:
    """Draft the warning for the lead body; one that an interruption left behind is taken up."""
    body = signal.lead_bureau_id
    bulletin = draft_titled(words.title, body, signal.raised_at) or _bulletin(
        signal, submission, words
    )
    signal.bulletin_id = bulletin.id
    db.session.commit()


def _bulletin(signal: RiskSignal, submission: Submission, words: WarningText) -> Bulletin:
    named = [submission.company_id] if signal.kind is RiskKind.COMPANY else []
    return save_bulletin(
        bulletin=None,
        values=_warning(words, RiskLevel.BLUE, [key for key in named if key]),
        bureau_id=signal.lead_bureau_id,
        edit=Edit(audit.SYSTEM),
    )


def _warning(words: WarningText, level: RiskLevel, company_ids: list[int]) -> Values:
    return ARTICLES.values(
        kind=BulletinKind.WARNING,
        title=words.title,
        level=level,
        scope=words.scope,
        summary=words.summary,
        body=words.body,
        publish_until=clock.today() + WARNED_FOR,
        company_ids=company_ids,
    )


def _record(action: str, signal: RiskSignal, actor: audit.Actor) -> None:
    db.session.flush()
    audit.record(
        action,
        actor=actor,
        object_type="risk_signal",
        object_id=signal.id,
        changes=audit.changes_of(signal),
    )
