"""What an XML part of a Word or Excel document says that must not come along. Parsed, never matched
as text: an attribute has the same meaning in any quotes, entities, encoding and prefix.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from app.kernel.errors import InvalidInputError

DAMAGED = "文档已损坏或带有密码，请重新另存后再上传"
NOT_ALONE = "文档里有宏、嵌入的文件或外部链接，请删除后另存，或者另存为 PDF 再上传"
UNFINISHED = "文档里还有批注或者修订，请全部接受或删除后另存再上传"

APART = " "
"""Between namespace and name, as expat gives them."""
ENCODINGS = {None, "utf-8", "utf-16", "us-ascii"}
WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
CHANGES = re.compile(
    "ins|del|moveFrom|moveTo|cell(Ins|Del|Merge)|\\w+Change|(moveFrom|moveTo)Range\\w+"
    "|customXml(Ins|Del|Move)\\w+|comment(Reference|Range\\w+)"
)
"""Elements of changes and remarks (ECMA-376 part 1, 17.13)."""
FETCHING_FIELD = re.compile(
    r"\b(DDE|DDEAUTO|LINK|INCLUDEPICTURE|INCLUDETEXT|IMPORT|DATABASE|QUOTE)\b", re.I
)
"""Fields that bring in something else, or spell such a field out (ECMA-376 part 1, 17.16)."""
FETCHING_FORMULA = re.compile(r"\b(WEBSERVICE|FILTERXML|CALL|REGISTER(\.ID)?)\s*\(|\|\s*'", re.I)
ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.\-]*:|[\\/]{2})", re.I)
"""An address with a scheme, or one of another machine."""
READ_ON = re.compile(r"(https?://|mailto:)", re.I)
"""What a reader may be led to, by a link that does nothing before it is clicked."""
BRINGING = re.compile(
    "/(attachedTemplate|aFChunk|oleObject|package|control|subDocument|frame|externalLink\\w*"
    "|vbaProject|connections|queryTable|webextension\\w*)$",
    re.I,
)
THUMBNAIL = "/thumbnail"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class _Finder:
    """Looks at each element and text of a part; raises InvalidInputError at what is found."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self.fields: list[str] = []
        self.formulas: list[str] = []

    def feed(self, data: bytes) -> None:
        """Look at the whole part."""
        parser = expat.ParserCreate(namespace_separator=APART)
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)  # noqa: FBT003  # expat takes no keyword

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding and encoding.lower()) not in ENCODINGS:
            raise InvalidInputError(DAMAGED)

    def _doctype(self, *_declaration: Any) -> None:
        raise InvalidInputError(DAMAGED)

    def _instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            raise InvalidInputError(NOT_ALONE)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(APART)
        if space in WORD and CHANGES.fullmatch(local):
            raise InvalidInputError(UNFINISHED)
        if local == "fldChar":
            self.fields.append(APART)
        self._open[local] += 1
        for key, value in attributes.items():
            attribute = key.rpartition(APART)[2]
            if attribute == "instr":
                self.fields += [APART, value, APART]
            elif attribute in {"src", "href"} and ELSEWHERE.match(value):
                raise InvalidInputError(NOT_ALONE)

    def _ended(self, name: str) -> None:
        self._open[name.rpartition(APART)[2]] -= 1

    def _text(self, text: str) -> None:
        if self._open["instrText"]:
            self.fields.append(text)
        elif self._open["f"]:
            self.formulas.append(text)


def check_part(data: bytes) -> None:
    """Raise InvalidInputError for a part that is no XML, has a DOCTYPE, tracked changes or remarks,
    or brings something from elsewhere by a field, a formula or an address."""
    finder = _Finder()
    try:
        finder.feed(data)
    except expat.ExpatError as error:
        raise InvalidInputError(DAMAGED) from error
    if FETCHING_FIELD.search("".join(finder.fields)):
        raise InvalidInputError(NOT_ALONE)
    if any(map(FETCHING_FORMULA.search, finder.formulas)):
        raise InvalidInputError(NOT_ALONE)


def check_types(data: bytes) -> None:
    """The same of the list of types, which must name nothing with macros."""
    check_part(data)
    for element in _elements(data):
        if any("macroenabled" in value.lower() for value in element.attrib.values()):
            raise InvalidInputError(NOT_ALONE)


def cleaned_relationships(data: bytes) -> bytes:
    """The relationships of a part, written anew, without the preview picture.

    InvalidInputError for one that leads out of the document, unless it is a link to read on.
    """
    check_part(data)
    lines = []
    for element in _elements(data):
        attributes = {
            key.rpartition("}")[2]: value.strip() for key, value in element.attrib.items()
        }
        if not element.tag.endswith("}Relationship") or attributes.get("Type", "").endswith(
            THUMBNAIL
        ):
            continue
        if not _may_stay(
            attributes.get("Type", ""),
            attributes.get("Target", ""),
            attributes.get("TargetMode", ""),
        ):
            raise InvalidInputError(NOT_ALONE)
        shown = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
        lines.append(f"<Relationship {shown}/>")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'
    ).encode()


def _may_stay(kind: str, target: str, mode: str) -> bool:
    if BRINGING.search(kind):
        return False
    if kind.endswith("/hyperlink"):
        return bool(READ_ON.match(target)) or not ELSEWHERE.match(target)
    return mode.lower() in {"", "internal"} and not ELSEWHERE.match(target)


def _elements(data: bytes) -> Iterator[ElementTree.Element]:
    """All elements of a part that ``check_part`` has let pass: there are no entities in it."""
    yield from ElementTree.fromstring(data).iter()  # noqa: S314
