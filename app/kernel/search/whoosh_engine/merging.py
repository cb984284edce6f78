"""Uniting segments: many small commits become few segments, a build becomes a single one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.kernel.search.whoosh_engine.arrays import ArrayWriter, Numbers
from app.kernel.search.whoosh_engine.codec import (
    DOCUMENTS,
    TERMS,
    MappedCodec,
    columns_of,
    path_of,
    terms_of,
)
from app.kernel.search.whoosh_engine.columns import Order, merge_columns, static_order
from app.kernel.search.whoosh_engine.postings import DELETED, merge_field
from app.kernel.search.whoosh_engine.schema import TERM_FIELDS

LEVELS = ((0, 1_000), (1_000, 30_000), (30_000, 300_000))
MANY = 6

Policy = Callable[[Any, list[Any]], list[Any]]


def merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Unite the segments of one level of size when there are many; most commits need not."""
    for least, limit in LEVELS:
        level = [each for each in segments if least <= each.doc_count_all() < limit]
        if len(level) > MANY:
            return [each for each in segments if each not in level] + _united(writer, level)
    return segments


def merge_all(writer: Any, segments: list[Any]) -> list[Any]:
    """Unite all segments."""
    return _united(writer, segments)


def merge_none(_writer: Any, segments: list[Any]) -> list[Any]:
    """Leave the segments as they are."""
    return segments


def _united(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """One segment with what is left of these, or none when nothing is."""
    folder = Path(writer.storage.folder)
    kept = [_kept(segment) for segment in segments]
    size = sum(map(len, kept))
    if not size:
        return []
    united = MappedCodec().new_segment(writer.storage, writer.indexname)
    united.set_doc_count(size)
    columns = [columns_of(folder, segment) for segment in segments]
    order = static_order(list(zip(columns, kept, strict=True)))
    with ArrayWriter(path_of(folder, united, DOCUMENTS)) as out:
        merge_columns(out, list(zip(columns, kept, strict=True)), order)
    numbers = _numbers(segments, kept, order)
    terms = [terms_of(folder, segment) for segment in segments]
    with ArrayWriter(path_of(folder, united, TERMS)) as out:
        for field in TERM_FIELDS:
            fields = [each[field] for each in terms]
            merge_field(out, field, list(zip(fields, numbers, strict=True)), size)
    return [united]


def _kept(segment: Any) -> Order:
    """The documents of a segment that have not been deleted."""
    alive = np.ones(segment.doc_count_all(), np.bool_)
    alive[np.fromiter(segment.deleted_docs(), np.int64)] = False
    return np.flatnonzero(alive)


def _numbers(segments: Sequence[Any], kept: Sequence[Order], order: Order) -> list[Numbers]:
    """For each segment the new numbers of its documents."""
    renumbered = np.empty(len(order), np.int32)
    renumbered[order] = np.arange(len(order), dtype=np.int32)
    found, begin = [], 0
    for segment, chosen in zip(segments, kept, strict=True):
        numbers = np.full(segment.doc_count_all(), DELETED, np.int32)
        numbers[chosen] = renumbered[begin : begin + len(chosen)]
        found.append(numbers)
        begin += len(chosen)
    return found
