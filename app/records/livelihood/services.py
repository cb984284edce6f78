"""What editors do with programmes and problems, and what becomes of proposals."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.masking import hide_numbers
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.kind.declaration import Values
from app.publishing.life import gate
from app.publishing.life import services as publishing
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme, LivelihoodProposal
from app.records.livelihood.queries import with_token
from app.records.livelihood.rules import (
    ProposalDecision,
    ProposalState,
    decision_fault,
    problem_fault,
)

DECIDED = "livelihood.proposal_decided"
NOBODY: frozenset[str] = frozenset()


def save_programme(
    *, programme: LivelihoodProgramme | None, values: Values, staff: Staff, edit: Edit
) -> LivelihoodProgramme:
    """Keep the programme of a year, or a change of it."""
    record = programme or LivelihoodProgramme(source_bureau_id=staff.bureau_id)
    publishing.save(record, values, kind=SearchKind.LIVELIHOOD, edit=edit)
    return record


def save_problem(
    *,
    programme: LivelihoodProgramme,
    problem: LivelihoodProblem | None,
    values: Values,
    staff: Staff,
    edit: Edit,
) -> LivelihoodProblem:
    """Keep a problem of a programme that is public, or a change of one."""
    if programme.life is not Life.PUBLISHED:
        raise ConflictError("年度方案公示以后才能录入问题。")
    if wrong := problem_fault(values, year=programme.year, today=clock.today()):
        raise InvalidInputError(f"{wrong}。")
    record = problem or LivelihoodProblem(
        programme_id=programme.id, programme=programme, source_bureau_id=staff.bureau_id
    )
    publishing.save(record, values, kind=SearchKind.LIVELIHOOD, edit=edit)
    return record


def propose(*, programme: LivelihoodProgramme, text: str, token: str) -> LivelihoodProposal:
    """Take in what a citizen proposes; the same form sent again gives the same proposal."""
    if programme.year < clock.today().year:
        raise ConflictError(f"{programme.year}年的行动已经结束，请向今年的方案提建议。")
    if known := with_token(token):
        return known
    record = LivelihoodProposal(
        year=programme.year, token=token, text=text, received_at=clock.now()
    )
    db.session.add(record)
    db.session.commit()
    return record


def decide(*, proposal: LivelihoodProposal, decision: ProposalDecision, staff: Staff) -> None:
    """Show a proposal in words that hold nobody's data, with its answer; or say why it is not.

    What the citizen wrote is erased: only the public words stay. An answer can be added later.
    """
    if wrong := decision_fault(decision):
        raise InvalidInputError(f"{wrong}。")
    is_shown = decision.state is ProposalState.SHOWN
    for label, words in (("公开的文字", decision.shown_text), ("答复", decision.answer)):
        found = gate.findings(label, words, NOBODY, NOBODY) if words and is_shown else []
        if found or hide_numbers(words) != words:
            raise InvalidInputError(f"{label}里有个人信息，请删去再公开。")
    proposal.state, proposal.text = decision.state, ""
    proposal.ground = None if is_shown else decision.ground
    proposal.shown_text = decision.shown_text if is_shown else ""
    proposal.answer = decision.answer if is_shown else ""
    proposal.answering_body = staff.bureau.name
    proposal.answered_on = clock.today() if proposal.answer or not is_shown else None
    audit.record(
        DECIDED,
        actor=staff.as_actor(),
        object_type="livelihood_proposal",
        object_id=proposal.id,
        changes=audit.changes_of(proposal),
    )
    db.session.commit()
