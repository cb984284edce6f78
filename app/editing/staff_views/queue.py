"""What waits for reviewers, over all kinds of records, and several decided in one act."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from app.accounts.access import current_staff, requires
from app.accounts.permissions import Permission
from app.core.errors import DomainError, InvalidInputError, NotFoundError
from app.editing import queries
from app.editing.forms import BulkForm, QueueForm
from app.editing.staff_views.kinds import kinds
from app.publishing.rules import VersionState

bp = Blueprint("review", __name__, url_prefix="/review")

ACTS = ("approve", "return")
LISTS = (VersionState.IN_REVIEW, VersionState.RETURNED)


@dataclass(frozen=True)
class Verdict:
    """What became of one of the records that were decided together."""

    title: str
    url: str = ""
    refusal: str = ""


@bp.get("/")
@requires(Permission.READ_RECORDS)
def index() -> str:
    """The queue: what was sent for review, or returned."""
    return _page(BulkForm(formdata=None), [])


@bp.post("/")
@requires(Permission.PUBLISH_RECORDS)
def decide() -> str | tuple[str, int]:
    """Approve or return what was ticked; each is judged by itself."""
    form = BulkForm()
    if form.act.data not in ACTS:
        raise InvalidInputError("请选择同意或者退回。")
    if not form.validate():
        return _page(form, []), 400
    verdicts = [_decide(form, picked) for picked in form.picked.data]
    return _page(BulkForm(formdata=None), verdicts)


def _decide(form: BulkForm, picked: str) -> Verdict:
    title = picked
    try:
        name, key, number = picked.split(":")
        kind = kinds()[name]
        record = kind.find(int(key))
        title, url = record.headline, kind.url("review", key=int(key))
        if form.act.data == "return":
            kind.turn_down(record, int(number), form.reason.data)
        else:
            kind.let_through(record, int(number))
    except (KeyError, ValueError):
        return Verdict(title, refusal=NotFoundError.message)
    except NotFoundError as error:
        return Verdict(title, refusal=error.message)
    except DomainError as error:
        return Verdict(title, url, error.message)
    return Verdict(title, url)


def _page(form: BulkForm, verdicts: list[Verdict]) -> str:
    known = kinds()
    chosen = QueueForm.read(request.args, kind=[(name, each.name) for name, each in known.items()])
    state = VersionState(chosen.list.data or VersionState.IN_REVIEW)
    wanted = [known[chosen.kind.data]] if chosen.kind.data else [*known.values()]
    sources = [each.source for each in known.values()]
    counts = queries.queue_counts(sources, current_staff(), LISTS)
    totals = Counter(dict.fromkeys(LISTS, 0))
    for (of_state, _), number in counts.items():
        totals[of_state] += number
    return render_template(
        "editing/staff/queue.html",
        form=form,
        verdicts=verdicts,
        kinds=known,
        chosen=chosen,
        state=state,
        totals=totals,
        counts={name: counts.get((state, name), 0) for name in known},
        page=queries.queue(
            [each.source for each in wanted], current_staff(), state=state, page=chosen.page.data
        ),
        me=current_staff().id,
    )
