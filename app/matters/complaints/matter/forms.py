"""What the forms of acts on a matter have in common."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, Field, HiddenField, IntegerField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.acts import ADDING, MOST_IN_BULK, TOGETHER
from app.people.acting.forms import TextForm, VersionedForm
from app.publishing.fields.inputs import ChoiceInput


def required(missing: str, what: str, most: int) -> list[Any]:
    """The checks of words that must be there, of at most ``most`` characters."""
    return [DataRequired(missing), Length(max=most, message=f"{what}不能超过 {most} 字。")]


class EnumChoice(ChoiceInput):
    """One member of an enumeration, which is its ``data``; "" while none is chosen."""

    def __init__(
        self,
        label: str,
        kind: type[LabelledEnum],
        missing: str = "请选择其中一项。",
        nothing: str = "请选择",
        **kwargs: Any,
    ) -> None:
        checks = [DataRequired(missing)] if missing else []
        super().__init__(
            label,
            kind.choices(),
            nothing,
            coerce=lambda value: kind(value) if value else "",
            validators=checks,
            **kwargs,
        )

    def offer_only(self, members: Iterable[LabelledEnum]) -> None:
        """Set which members may be chosen."""
        self.offer([(member.value, member.label) for member in members])


def choices_by_id(rows: Iterable[tuple[int, str]]) -> list[SelectChoice]:
    """Bodies, people or templates by id, after an entry that is none."""
    return [SelectChoice(value, name) for value, name in [(0, "请选择"), *rows]]


class MatterActForm(VersionedForm):
    """An act on a matter as it was when the page was read; nothing else to say."""

    kept_back = VersionedForm.kept_back | {"seen", "template", "group", "for_all"}

    group = HiddenField()
    """The matters handled together with it, each with its version."""
    for_all = BooleanField("同时用于并案的其他事项")
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    """How many entries the history had then."""

    def offer(self, thing: Any) -> None:
        """Offer to do the same to the matters that are handled together with this one."""
        if self.seen.raw_data is None:
            self.seen.data = thing.seen
        together = thing.together if self.act_name in TOGETHER else ()
        if not together:
            del self.group, self.for_all
            return
        self.for_all.label.text = f"同时用于并案的其他 {len(together)} 件"
        if self.group.raw_data is None:
            self.group.data = " ".join(f"{one.number}:{one.version}" for one in together)

    def arguments_for_others(self) -> dict[str, Any]:
        """The same for the matters that it speaks of beside its own."""
        return self.arguments()

    @property
    def inputs(self) -> list[Field]:
        """The fields that a person fills in, without what only helps to do so."""
        return [field for field in self if field.short_name not in self.kept_back]

    @property
    def spoken_for(self) -> list[tuple[str, int]]:
        """The matters that the page spoke of, where the same is to be done to them."""
        if self.for_all is None or not self.for_all.data:
            return []
        given = (one.partition(":") for one in (self.group.data or "").split()[:MOST_IN_BULK])
        return [(number[:30], int(version or 0)) for number, _, version in given]

    def is_stale(self, thing: Any) -> bool:
        """Whether the matter has changed since; what only adds is always welcome."""
        return self.act_name not in ADDING and super().is_stale(thing)

    def bring_up(self, thing: Any) -> None:
        """Let the form speak of the matter as it is now; what was typed stays."""
        super().bring_up(thing)
        self.seen.data, self.seen.raw_data = thing.seen, None


class MatterTextForm(MatterActForm, TextForm):
    """An act with words to the reporter or to colleagues."""


class MatterReasonForm(MatterActForm):
    """An act that needs a reason."""

    reason = TextAreaField("理由", validators=required("请写明理由。", "理由", 1000))


MEASURES = required("请写明采取了什么措施；没有采取的，写明原因。", "采取的措施", 1000)
BASIS = required("请写明依据：哪部法律、哪一条，是什么意思。", "依据", 1000)
