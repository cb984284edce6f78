"""Beginning, filling in and giving up a draft of an application."""

from app.kernel.wizard.drafts import DraftKeeper
from app.matters.redress.models import RedressDraft, RedressFile

_keeper = DraftKeeper(RedressDraft, RedressFile)

start_draft, save_answers, discard_draft = _keeper.start, _keeper.save, _keeper.discard
add_files, remove_file = _keeper.add_files, _keeper.remove_file
sweep_drafts = _keeper.sweep
