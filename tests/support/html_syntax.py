"""Faults that browsers forgive in silence: tags left open, crossed, nested where they can't be."""

from html.parser import HTMLParser

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


class SyntaxChecker(HTMLParser):
    """Reads a page strictly: every tag closed, in order, in a place where it may be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.errors: list[str] = []
        self.declared = False

    def handle_decl(self, decl: str) -> None:
        self.declared = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        for name in {name for name in names if names.count(name) > 1}:
            self._complain(f"<{tag}> has {name} twice")
        self._check_place(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            if "svg" not in self.open:
                self._complain(f"<{tag}/> does not close itself in HTML")
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
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

    def close(self) -> None:
        super().close()
        for tag in self.open:
            self._complain(f"<{tag}> is never closed")
        if not self.declared:
            self.errors.append("no <!doctype html>")

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
        self.errors.append(f"line {self.getpos()[0]}: {message}")


def syntax_errors(source: str) -> list[str]:
    """The faults of ``source``, each with its line."""
    checker = SyntaxChecker()
    checker.feed(source)
    checker.close()
    return checker.errors
