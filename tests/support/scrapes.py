"""What ``/metrics`` says, as Prometheus reads it."""

from collections.abc import Iterator, Mapping

from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

Series = tuple[str, frozenset[tuple[str, str]]]
"""Name and labels of a value."""


class Scrape(dict[Series, float]):
    """All values of one answer."""

    @classmethod
    def of(cls, app: Flask) -> "Scrape":
        """What the site says now to a program on its own machine."""
        answer = app.test_client().get("/metrics")
        assert answer.status_code == 200, answer.status_code
        return cls(
            ((sample.name, frozenset(sample.labels.items())), sample.value)
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        )

    @property
    def names(self) -> set[str]:
        """The names of all values."""
        return {name for name, _ in self}

    def of_name(self, name: str, **labels: str) -> Mapping[frozenset[tuple[str, str]], float]:
        """The values of a name with, among others, these labels, by all their labels."""
        wanted = labels.items()
        return {key: value for (each, key), value in self.items() if each == name and wanted <= key}

    def total(self, name: str, **labels: str) -> float:
        """The sum of these values."""
        return sum(self.of_name(name, **labels).values())

    def label_values(self) -> Iterator[tuple[str, str]]:
        """Every label with its value."""
        for _, labels in self:
            yield from labels
