"""Reading: a segment takes what it needs from its files, and keeps nothing twice."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.kernel.search.whoosh_engine.arrays import Numbers
from app.kernel.search.whoosh_engine.codec import columns_of, terms_of
from app.kernel.search.whoosh_engine.columns import COLUMNS, KIND, combinations_of
from app.kernel.search.whoosh_engine.docsets import DocSet, Mask
from app.kernel.search.whoosh_engine.terms import Wanted
from app.kernel.search.whoosh_engine.texts import UNIT, TextReader


class SegmentFiles:
    """The unchanging part of a segment: columns, terms and texts."""

    def __init__(self, directory: Path, segment: Any, texts: TextReader) -> None:
        self.id = str(segment.segment_id())
        self.size = int(segment.doc_count_all())
        self._file = file = columns_of(directory, segment)
        self.columns: Mapping[str, Numbers] = {name: file.mapped(name) for name in COLUMNS}
        self.combinations = combinations_of(file)
        self.fields = terms_of(directory, segment)
        self._texts = texts
        self._out_of_time: tuple[int, DocSet] | None = None
        if self.size:
            self._see_that_texts_reach()

    def _see_that_texts_reach(self) -> None:
        last = int(self.whole("text_place").argmax())
        end = int(self.columns["text_place"][last]) * UNIT + int(self.columns["text_end"][last])
        if end > self._texts.size:
            raise ValueError(f"{self.id} needs {end} bytes of texts, there are {self._texts.size}")

    def whole(self, column: str) -> Numbers:
        """All of a column that is seldom looked at: it is let go of, and stays in no memory."""
        return self._file.read(column, 0, self.size)

    def documents(self, field: str, wanted: Wanted) -> DocSet:
        """The documents with a term."""
        return self.fields[field].find(wanted)

    def kinds(self, numbers: Numbers) -> Numbers:
        """The kinds of documents."""
        return self.combinations[:, KIND][self.columns["combination"][numbers]]

    def out_of_time(self, day: int) -> DocSet:
        """The documents whose time has passed on a day, or is still to come."""
        kept = self._out_of_time
        if kept is None or kept[0] != day:
            out = (self.whole("visible_from") > day) | (self.whole("visible_until") < day)
            kept = self._out_of_time = (day, DocSet.of_mask(out))
        return kept[1]

    def holding(self, numbers: Numbers, phrases: Sequence[str], *, names_only: bool) -> Mask:
        """In which of the documents each phrase stands in a name or, also, another text."""
        stands = np.ones(len(numbers), np.bool_)
        places = self.columns["text_place"][numbers]
        ends = self.columns["names_end" if names_only else "text_end"][numbers]
        for phrase in phrases:
            left = np.flatnonzero(stands)
            stands[left] = self._texts.holding(places[left], ends[left], phrase)
        return stands


class LoadedSegment:
    """A segment as of one commit: its files, and which of its documents no longer count."""

    def __init__(self, files: SegmentFiles, deleted: DocSet) -> None:
        self.files = files
        self.deleted = deleted
        self._hidden: tuple[int, DocSet] | None = None

    def hidden(self, day: int) -> DocSet:
        """The documents that the public may not see on a day; kept for the next question."""
        kept = self._hidden
        if kept is None or kept[0] != day:
            kept = self._hidden = (day, self.files.out_of_time(day) | self.deleted)
        return kept[1]

    def shown(self, day: int) -> Numbers:
        """The documents that the public may see."""
        return (DocSet.all_of(self.files.size) - self.hidden(day)).numbers

    def past(self, day: int) -> Numbers:
        """The documents whose time has passed on a day."""
        past = DocSet.of_mask(self.files.whole("visible_until") < day)
        return (past - self.deleted).numbers


def loaded(files: SegmentFiles, segment: Any) -> LoadedSegment:
    """The segment without those of its documents that have been deleted."""
    deleted = np.fromiter(segment.deleted_docs(), np.int32)
    deleted.sort()
    return LoadedSegment(files, DocSet.of(deleted, files.size))
