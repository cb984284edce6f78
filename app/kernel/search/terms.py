"""What a document is filed under, whatever the engine: its texts in folded form, and its terms."""

from dataclasses import dataclass
from functools import cached_property

from app.kernel.search.documents import SearchDocument
from app.kernel.search.normalise import exact_key, fold
from app.kernel.search.pinyin import initial_tokens, sound_tokens
from app.kernel.search.tokens import index_tokens


@dataclass(frozen=True)
class Filed:
    """A document's names and its other texts, folded."""

    names: tuple[str, ...]
    others: tuple[str, ...]
    codes: frozenset[str]
    """Codes and numbers, as they are compared when typed whole or from their beginning."""

    @cached_property
    def whole_names(self) -> set[str]:
        """Names, as they are compared when typed whole."""
        return {exact_key(name) for name in self.names} - {""}

    @cached_property
    def name_tokens(self) -> set[str]:
        """The pairs and words of the names."""
        return set[str]().union(*map(index_tokens, self.names))

    @cached_property
    def sounds(self) -> set[str]:
        """The initials and syllables of the names."""
        return set[str]().union(*(initial_tokens(name) | sound_tokens(name) for name in self.names))

    @cached_property
    def tokens(self) -> set[str]:
        """The pairs and words of all texts."""
        return self.name_tokens.union(*map(index_tokens, self.others))


def filed(document: SearchDocument) -> Filed:
    """Fold the texts of a document."""
    names = dict.fromkeys((document.title, *document.names, *document.former_names))
    codes = (*document.codes, *document.numbers)
    return Filed(
        names=tuple(fold(name) for name in names),
        others=tuple(fold(text) for text in (*(text for _, text in document.texts), *codes)),
        codes=frozenset(exact_key(code) for code in codes) - {""},
    )
