"""The masking gate for what files bring: no desk can judge a finding in a row, so none stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import String, inspect

from app.kernel.imports.saving import RecordDraft
from app.kernel.imports.targets import Hint, ImportSource, Rejection
from app.kernel.masking import PersonalDataFinding, hide
from app.publishing.life import gate

SECOND_PERSON = "须由第二人核对：请在工作台的“表格导入”里导入这一行"
"""What is said of a row with personal data where nobody else looks at it."""

ONLY_IN_FILES = {"source_body": "数据来源单位", "stated_progress": "进展"}
Finder = Callable[[str, str, frozenset[str]], list[PersonalDataFinding]]


def pass_gate(
    model: Any, drafts: Sequence[RecordDraft], source: ImportSource
) -> tuple[list[RecordDraft], dict[int, tuple[Hint, ...]], dict[int, Rejection]]:
    """The drafts that may go in, masked; by row what to look at in them, and why others may not."""
    masked, hints = mask_drafts(model, drafts)
    taken, held = hold_back(masked, hints, source)
    return taken, hints, held


def mask_drafts(
    model: Any, drafts: Sequence[RecordDraft]
) -> tuple[list[RecordDraft], dict[int, tuple[Hint, ...]]]:
    """The drafts with personal data hidden as the gate proposes, and hints on it by row.

    A file has no desk at which a finding could be judged, so nothing of it stands. Texts that
    are too long are cut afterwards: a number cut in half would not be known for what it is.
    """
    labels = {**model.FIELDS, **ONLY_IN_FILES}
    widths = _widths(model, labels)
    find = cache(gate.findings)  # the rows of a batch share many of their texts
    masked, hints_by_row = [], {}
    for draft in drafts:
        content = dict(draft.content)
        hints = tuple(_mask(content, labels, find))
        for name, width in widths.items():
            if (text := content.get(name)) and len(text) > width:
                content[name] = text[:width]
        masked.append(replace(draft, content=content))
        if hints:
            hints_by_row[draft.row] = hints
    return masked, hints_by_row


def hold_back(
    drafts: Sequence[RecordDraft], hints: Mapping[int, tuple[Hint, ...]], source: ImportSource
) -> tuple[list[RecordDraft], dict[int, Rejection]]:
    """The drafts that may go in, and by row why others may not: what was found in them has to be
    seen by a second person, who agrees to an import at the desk and to none of the command line."""
    if not source.has_no_reviewer:
        return list(drafts), {}
    held = {row: Rejection(f"{found[0].reason}。{SECOND_PERSON}") for row, found in hints.items()}
    return [draft for draft in drafts if draft.row not in held], held


def _mask(content: dict[str, Any], labels: Mapping[str, str], find: Finder) -> Iterator[Hint]:
    allowed = frozenset({content.get("legal_representative") or ""} - {""})
    for name, label in labels.items():
        text = content.get(name)
        if not label or type(text) is not str or not text:
            continue
        if found := find(label, text, allowed):
            content[name] = hide(text, found)
            kinds = "、".join(dict.fromkeys(each.kind.label for each in found))
            yield Hint(f"“{label}”里有{kinds} {len(found)} 处，已按规则遮盖", name)


def _widths(model: Any, labels: Mapping[str, str]) -> dict[str, int]:
    """How many characters fit into each field that has an end."""
    columns = inspect(model).columns
    return {
        name: columns[name].type.length
        for name, label in labels.items()
        if label
        and name in columns
        and type(columns[name].type) is String
        and columns[name].type.length
    }
