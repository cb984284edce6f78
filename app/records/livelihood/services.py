"""What becomes of the proposals of citizens."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.masking import hide_numbers
from app.people.models import Staff
from app.publishing.life import gate
from app.records.livelihood.models import LivelihoodProgramme, LivelihoodProposal
from app.records.livelihood.queries import with_token
from app.records.livelihood.rules import HidingGround, ProposalState, decision_fault

DECIDED = "livelihood.proposal_decided"
NOBODY: frozenset[str] = frozenset()


def propose(*, programme: LivelihoodProgramme, text: str, token: str) -> LivelihoodProposal:
    """Take in what a citizen proposes; the same form sent again gives the same proposal.

    Raises ConflictError for a year that is over.
    """
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


def decide(
    *,
    proposal: LivelihoodProposal,
    state: ProposalState,
    shown_text: str,
    ground: HidingGround | None,
    answer: str,
    staff: Staff,
) -> LivelihoodProposal:
    """Show a proposal in words that hold nobody's data, with its answer; or say why it is not.

    What the citizen wrote is erased: only the public words stay. An answer can be added later.
    Raises InvalidInputError where something is missing, or somebody's data are in the words.
    """
    if wrong := decision_fault(state, shown_text, ground):
        raise InvalidInputError(f"{wrong}。")
    is_shown = state is ProposalState.SHOWN
    for label, words in (("公开的文字", shown_text), ("答复", answer)):
        found = gate.findings(label, words, NOBODY, NOBODY) if words and is_shown else []
        if found or hide_numbers(words) != words:
            raise InvalidInputError(f"{label}里有个人信息，请删去再公开。")
    proposal.state, proposal.text = state, ""
    proposal.ground = None if is_shown else ground
    proposal.shown_text, proposal.answer = (shown_text, answer) if is_shown else ("", "")
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
    return proposal
