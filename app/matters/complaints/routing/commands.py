"""``flask routing …``"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.kernel import progress
from app.kernel.topics.learning import ROUNDS, Tell
from app.kernel.topics.reading import general_category
from app.kernel.topics.texts import UnreadableTextsError, read_labelled
from app.kernel.topics.training import PARTS, SEED, Check, Figures, check_places, cross_validate
from app.matters.complaints.routing.services import learning
from app.people.places import place_finder
from app.records.companies.matching import district_finder

FILES = click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


routing_cli = AppGroup("routing", help="Suggestions of category and body from what was written.")


def init_app(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(routing_cli)


@routing_cli.command("train")
@FILES
@click.option("--output", type=click.Path(path_type=Path), help="A folder; else the site's own.")
def train(files: tuple[Path, ...], output: Path | None) -> None:
    """Learn from labelled FILES and from closed matters; without FILES, from the matters alone."""
    folder = output or Path(current_app.config["DATA_DIR"]) / "routing"
    learned = [_learn("categories", lambda tell: learning.learn_categories(tell=tell))]
    if files:
        learned.append(_learn("topics", lambda tell: _learn_topics(files, tell)))
    for each in learned:
        if each is None:
            click.echo("categories: too few matters are closed to learn from")
            continue
        learning.save_weights(learned=each, path=folder / each.name)
        click.echo(f"{each.name}: {each.texts} texts, {len(each.weights.words)} pieces")


@routing_cli.command("check")
@FILES
@click.option("--draws", type=click.IntRange(1), default=1, help="How often parts are drawn.")
def check(files: tuple[Path, ...], draws: int) -> None:
    """Print how good weights learned from FILES are, by five-fold cross-validation."""
    if not files:
        raise click.UsageError("name the files of labelled texts")
    try:
        labelled = read_labelled(files)
    except UnreadableTextsError as error:
        raise click.ClickException(str(error)) from error
    with progress.bar("cross-validation", 2 * PARTS * draws) as bar:
        found = [
            cross_validate(labelled, lambda: bar.update(1), SEED + draw) for draw in range(draws)
        ]
    for line in _report(found[0]):
        click.echo(line)
    for line in _report_of_draws(found) if draws > 1 else ():
        click.echo(line)


@routing_cli.command("places")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def places(file: Path) -> None:
    """Print how often the right district is found for the companies of FILE."""
    truth = district_finder().in_text
    for what, count, right, lost in check_places(file, place_finder(), truth):
        click.echo(f"{what}: {count} companies, {right:.4f} right, {lost:.4f} not found")


def _learn(
    what: str, learn: Callable[[Tell], learning.LearnedWeights | None]
) -> learning.LearnedWeights | None:
    """Learn twice, once with texts held back: the bar counts the rounds of both."""
    with progress.bar(what, 2 * ROUNDS) as bar:
        return learn(lambda: bar.update(1))


def _learn_topics(files: Sequence[Path], tell: Tell) -> learning.LearnedWeights:
    try:
        return learning.learn_topics(files=files, tell=tell)
    except UnreadableTextsError as error:
        raise click.ClickException(str(error)) from error


def _report(found: Check) -> Iterator[str]:
    yield _figures("all rows", found.all_texts)
    yield _figures("all rows, copies kept apart", found.all_apart)
    yield _figures("whole messages, copies kept apart", found.whole_apart)
    yield "each topic, copies kept apart (precision, recall):"
    outside = [name for name in found.names if (general_category(name) or "").startswith("other-")]
    for name in found.names:
        yield f"  {name}  {_precision_and_recall(found, [name])}"
    yield f"out of scope ({'、'.join(outside)}): {_precision_and_recall(found, outside)}"


def _report_of_draws(found: Sequence[Check]) -> Iterator[str]:
    """How the figures move with the parts that happen to be drawn."""
    kinds = {
        "all rows": [check.all_texts for check in found],
        "all rows, copies kept apart": [check.all_apart for check in found],
        "whole messages, copies kept apart": [check.whole_apart for check in found],
    }
    for what, figures in kinds.items():
        shares = [each.accuracy for each in figures]
        yield (
            f"{what}: mean of {len(found)} draws, accuracy {fmean(shares):.4f} "
            f"({min(shares):.4f} to {max(shares):.4f}), "
            f"macro-F1 {fmean(each.macro_f1 for each in figures):.4f}"
        )


def _precision_and_recall(found: Check, names: list[str]) -> str:
    return "  ".join(f"{each:.3f}" for each in found.of_labels(names))


def _figures(what: str, figures: Figures) -> str:
    return (
        f"{what}: {figures.texts} texts, accuracy {figures.accuracy:.4f}, "
        f"macro-F1 {figures.macro_f1:.4f}"
    )
