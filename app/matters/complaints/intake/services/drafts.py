"""Beginning, filling in and giving up a draft of a submission."""

from app.kernel.wizard.draft_keeping import DraftKeeper
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.matter.models.submissions import Evidence

_keeper = DraftKeeper(ComplaintDraft, Evidence)


start_draft, save_answers, discard_draft = _keeper.start, _keeper.save, _keeper.discard

add_evidence, remove_evidence = _keeper.add_files, _keeper.remove_file

sweep_drafts = _keeper.sweep
