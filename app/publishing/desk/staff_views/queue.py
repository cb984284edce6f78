"""What waits for reviewers, over all kinds of records, and several decided in one act."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import DomainError, InvalidInputError, NotFoundError
from app.kernel.web.filtering import FilterForm
from app.kernel.working_days import remaining
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.publishing.desk import queries
from app.publishing.desk.forms import BulkForm, QueueForm
from app.publishing.desk.staff_views.desks import desks
from app.publishing.life.rules import VersionState

bp = Blueprint("review", __name__, url_prefix="/review")

ACTS = ("approve", "return")
LISTS = (VersionState.IN_REVIEW, VersionState.RETURNED)


@dataclass(frozen=True)
class BulkOutcome:
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


def _decide(form: BulkForm, picked: str) -> BulkOutcome:
    title = picked
    try:
        name, key, number = picked.split(":")
        kind = desks()[name]
        record = kind.find(int(key))
        title, url = record.headline, kind.url("review", key=int(key))
        if form.act.data == "return":
            kind.send_back(record, int(number), form.reason.data)
        else:
            kind.approve(record, int(number))
    except (KeyError, ValueError):
        return BulkOutcome(title, refusal=NotFoundError.message)
    except NotFoundError as error:
        return BulkOutcome(title, refusal=error.message)
    except DomainError as error:
        return BulkOutcome(title, url, error.message)
    return BulkOutcome(title, url)


@bp.get("/withdrawals")
@requires(Permission.READ_RECORDS)
def withdrawals() -> str:
    """What has to leave and has not yet."""
    known = desks()
    sources = [each.source for each in known.values()]
    page = queries.withdrawals(
        sources, current_staff(), page=FilterForm.read(request.args).page.data
    )
    today, calendar = clock.today(), city_calendar()
    return render_template(
        "publishing/desk/staff/withdrawals.html",
        kinds=known,
        page=page,
        left={each.id: remaining(each.due_on, today, calendar) for each in page.items},
        totals=_totals(queries.queue_counts(sources, current_staff(), LISTS)),
        leaving=queries.withdrawal_counts(sources, current_staff()),
        me=current_staff().id,
    )


def _page(form: BulkForm, verdicts: list[BulkOutcome]) -> str:
    known = desks()
    chosen = QueueForm.read(request.args, kind=[(name, each.name) for name, each in known.items()])
    state = VersionState(chosen.list.data or VersionState.IN_REVIEW)
    chosen_desks = [known[chosen.kind.data]] if chosen.kind.data else [*known.values()]
    sources = [each.source for each in known.values()]
    counts = queries.queue_counts(sources, current_staff(), LISTS)
    return render_template(
        "publishing/desk/staff/queue.html",
        form=form,
        verdicts=verdicts,
        kinds=known,
        chosen=chosen,
        state=state,
        totals=_totals(counts),
        counts={name: counts.get((state, name), 0) for name in known},
        leaving=queries.withdrawal_counts(sources, current_staff()),
        page=queries.queue(
            [each.source for each in chosen_desks],
            current_staff(),
            state=state,
            page=chosen.page.data,
        ),
        me=current_staff().id,
    )


def _totals(counts: dict[tuple[VersionState, str], int]) -> Counter[VersionState]:
    totals = Counter(dict.fromkeys(LISTS, 0))
    for (state, _), number in counts.items():
        totals[state] += number
    return totals
