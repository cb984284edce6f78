"""Faults that browsers forgive in silence: tags left open, crossed, nested where they can't be."""

import re

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
PHRASING_ONLY = frozenset("p h1 h2 h3 h4 h5 h6 span button label summary".split())
BLOCKS = frozenset(
    "address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr main nav ol p pre section table ul".split()
)
NEEDS_PARENT = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
    "caption": {"table"},
    "option": {"select", "optgroup", "datalist"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "summary": {"details"},
}
NOT_INSIDE_ITSELF = frozenset(("a", "button", "form", "label", "main"))
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


TAG = re.compile(
    r"""<!--.*?-->
    |<!(?P<declaration>[^>]*)>
    |<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*)
      (?P<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*?)(?P<itself>/?)>""",
    re.DOTALL | re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
RAW = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in ("script", "style")}
"""Elements whose text holds no tags, and where each ends."""


class SyntaxChecker:
    """Reads a page strictly: every tag closed, in order, in a place where it may be.

    Only tags are looked for. A reader of all HTML takes several times as long, at each page of
    each test.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.open: list[str] = []
        self.errors: list[str] = []
        self.position = 0
        self.declared = False

    def read(self) -> None:
        """Fill ``errors``."""
        while found := TAG.search(self.source, self.position):
            self.position = found.start()
            if tag := (found["tag"] or "").lower():
                self._read_tag(tag, found)
            elif found["declaration"]:
                self.declared = found["declaration"].lower() == "doctype html"
            raw = RAW.get(tag) if tag and not found["end"] else None
            end = raw.search(self.source, found.end()) if raw else None
            self.position = end.start() if end else found.end()
        for tag in self.open:
            self._complain(f"<{tag}> is never closed")
        if not self.declared:
            self.errors.append("no <!doctype html>")

    def _read_tag(self, tag: str, found: re.Match[str]) -> None:
        if found["end"]:
            self._end(tag)
            return
        names = [name.lower() for name in ATTRIBUTE.findall(found["attributes"])]
        if len(names) > len(set(names)):
            for name in {name for name in names if names.count(name) > 1}:
                self._complain(f"<{tag}> has {name} twice")
        self._check_place(tag)
        if tag in VOID:
            return
        if not found["itself"]:
            self.open.append(tag)
        elif "svg" not in (tag, *self.open):
            self._complain(f"<{tag}/> does not close itself in HTML")

    def _end(self, tag: str) -> None:
        if tag in VOID:
            self._complain(f"</{tag}> closes a tag that has no content")
        elif self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            while self.open[-1] != tag:
                self._complain(f"<{self.open.pop()}> is still open at </{tag}>")
            self.open.pop()
        else:
            self._complain(f"</{tag}> closes nothing")

    def _check_place(self, tag: str) -> None:
        if "svg" in self.open:
            return
        parent = self.open[-1] if self.open else ""
        if tag in NEEDS_PARENT and parent not in NEEDS_PARENT[tag]:
            self._complain(f"<{tag}> in <{parent}>")
        if tag in NOT_INSIDE_ITSELF and tag in self.open:
            self._complain(f"<{tag}> inside a <{tag}>")
        heading_in_summary = parent == "summary" and tag in HEADINGS
        if parent in PHRASING_ONLY and tag in BLOCKS and not heading_in_summary:
            self._complain(f"<{tag}> in <{parent}>")
        if parent in {"ul", "ol"} and tag not in {"li", "script", "template"}:
            self._complain(f"<{tag}> in <{parent}>")

    def _complain(self, message: str) -> None:
        line = self.source.count("\n", 0, self.position) + 1
        self.errors.append(f"line {line}: {message}")


def syntax_errors(source: str) -> list[str]:
    """The faults of ``source``, each with its line."""
    checker = SyntaxChecker(source)
    checker.read()
    return checker.errors
