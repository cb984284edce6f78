"""Tell apart who answers for a key project, who carries it out and who pushes it

Until now ``owner`` held any of them.

Revision ID: 0058
Revises: 0057
Create Date: 2026-12-01 15:00:00
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

TABLE = "key_projects"
INDEX = "ix_key_projects_company_id"
NAMES = {"implementing_firm": 200, "responsible_person": 100, "task_force": 100}
"""What ``owner`` may have meant; going back, the first that says something is the owner."""
PARTS = (*NAMES, "uscc", "company_id")
"""All that takes its place."""
FIRM_ENDINGS = ("公司", "集团", "中心", "厂", "院", "学校", "大学", "合作社", "指挥部")
FORCE_ENDING = "专班"
OWNER_LENGTH = 100


def kept_of_records(name: str, *columns: sa.ColumnClause[Any]) -> sa.TableClause:
    """A table of what is kept of records: it names the table of each, and its key."""
    return sa.table(name, *map(sa.column, ("id", "kind", "record_id")), *columns)


projects = sa.table(TABLE, *map(sa.column, ("id", "owner", *PARTS)))
companies = sa.table("companies", *map(sa.column, ("id", "uscc", "name")))
versions = kept_of_records(
    "record_versions", sa.column("values", sa.JSON), sa.column("was", sa.JSON)
)
notes = kept_of_records("change_notes", sa.column("fields", sa.JSON))
findings = kept_of_records("kept_findings", sa.column("field"))
batches = sa.table("import_batches", *map(sa.column, ("id", "kind")), sa.column("choice", sa.JSON))

Values = dict[str, Any]
Firms = Mapping[str | None, list[tuple[int, str]]]
"""By name, key and credit code of the companies that have it."""


def upgrade() -> None:
    for name, length in NAMES.items():
        op.add_column(TABLE, sa.Column(name, sa.String(length), nullable=True))
    op.add_column(TABLE, sa.Column("uscc", sa.String(18), nullable=True))
    # The key comes with its column: to add it later SQLite would copy the table, and a copy loses
    # the triggers by which changes are noted.
    op.execute(
        f"ALTER TABLE {TABLE} ADD COLUMN company_id INTEGER "
        f"CONSTRAINT fk_{TABLE}_company_id REFERENCES companies (id)"
    )
    op.create_index(INDEX, TABLE, ["company_id"])
    tell_apart()
    op.drop_column(TABLE, "owner")


def downgrade() -> None:
    op.add_column(TABLE, sa.Column("owner", sa.String(OWNER_LENGTH), nullable=True))
    bring_together()
    op.drop_index(INDEX, TABLE)
    for name in PARTS:
        op.drop_column(TABLE, name)


def tell_apart() -> None:
    """Put what ``owner`` says where it belongs: in projects, and in what is kept of them."""
    owners = {row.id: row.owner for row in read(projects)}
    kept = read(versions)
    said = {each.get("owner") for row in kept for each in (row.values, row.was)}
    firms = firms_named({*owners.values(), *said})
    parts = {key: parts_of(owner, firms) for key, owner in owners.items()}
    write(projects, parts)
    write(versions, {row.id: version_apart(row.values, row.was, firms) for row in kept})
    rename(lambda name, key: meaning_of(parts.get(key, {})) if name == "owner" else name)
    rename_chosen({"owner": "implementing_firm"})  # 项目业主 was what the choice offered


def bring_together() -> None:
    """The way back, which keeps one of the three."""
    write(projects, {row.id: {"owner": owner_of(row._mapping)} for row in read(projects)})
    write(versions, {row.id: version_together(row.values, row.was) for row in read(versions)})
    rename(lambda name, _key: "owner" if name in PARTS else name)
    rename_chosen({**dict.fromkeys(PARTS, ""), "implementing_firm": "owner"})


def firms_named(names: Iterable[str | None]) -> Firms:
    """The companies that have these names, if they have a code."""
    found: defaultdict[str | None, list[tuple[int, str]]] = defaultdict(list)
    wanted = companies.c.name.in_({name for name in names if name})
    for row in op.get_bind().execute(sa.select(companies).where(wanted)):
        found[row.name].append((row.id, row.uscc))
    return found


def parts_of(owner: str | None, firms: Firms) -> Values:
    """What ``owner`` said, by what it meant; a firm is a company where one alone has its name."""
    parts: Values = dict.fromkeys(PARTS)
    if not owner:
        return parts
    if owner in firms or owner.endswith(FIRM_ENDINGS):
        parts["implementing_firm"] = owner
        match firms.get(owner):
            case [(key, str(uscc))]:
                parts |= {"company_id": key, "uscc": uscc}
    else:
        is_force = owner.endswith(FORCE_ENDING)
        parts["task_force" if is_force else "responsible_person"] = owner
    return parts


def owner_of(parts: Mapping[str, Any]) -> str | None:
    """The way back."""
    said = next((parts[name] for name in NAMES if parts.get(name)), None)
    return said[:OWNER_LENGTH] if said else None


def meaning_of(parts: Mapping[str, Any]) -> str:
    """What the owner of a project was."""
    return next((name for name in NAMES if parts.get(name)), "responsible_person")


def version_apart(values: Values, was: Values, firms: Firms) -> Values:
    """The content of a version with the parts of its owner, and those that were others before."""
    if "owner" not in values:
        return {"values": values, "was": was}
    after = parts_of(values["owner"], firms)
    before = parts_of(was["owner"], firms) if "owner" in was else after
    return {
        "values": without(values, ["owner"]) | after,
        "was": without(was, ["owner"])
        | {name: before[name] for name in PARTS if before[name] != after[name]},
    }


def version_together(values: Values, was: Values) -> Values:
    """The way back."""
    if not values.keys() & NAMES.keys():
        return {"values": values, "was": was}
    after, before = owner_of(values), owner_of(values | was)
    return {
        "values": without(values, PARTS) | {"owner": after},
        "was": without(was, PARTS) | ({"owner": before} if before != after else {}),
    }


def without(values: Values, names: Iterable[str]) -> Values:
    """All values but those."""
    left_out = set(names)
    return {name: value for name, value in values.items() if name not in left_out}


def rename(new_name: Callable[[str, int], str]) -> None:
    """Have what speaks of fields of a project, known by its key, call them by other names."""
    write(
        notes,
        {
            row.id: {
                "fields": list(dict.fromkeys(new_name(one, row.record_id) for one in row.fields))
            }
            for row in read(notes)
        },
    )
    write(
        findings,
        {row.id: {"field": new_name(row.field, row.record_id)} for row in read(findings)},
    )


def rename_chosen(names: Mapping[str, str]) -> None:
    """Have what was chosen for the columns of files that wait to be imported mean it still."""
    waiting = {row.id: row.choice for row in read(batches, kind="projects") if row.choice}
    for choice in waiting.values():
        for index, chosen in choice["fields"].items():
            choice["fields"][index] = names.get(chosen, chosen)
        choice["stated"] = {
            names.get(name, name): words for name, words in choice.get("stated", {}).items()
        }
    write(batches, {key: {"choice": choice} for key, choice in waiting.items()})


def read(table: sa.TableClause, kind: str = TABLE) -> list[sa.Row[Any]]:
    """All rows of the table that are about projects."""
    about = table.c.kind == kind if "kind" in table.c else sa.true()
    return list(op.get_bind().execute(sa.select(table).where(about)))


def write(table: sa.TableClause, contents: Mapping[int, Values]) -> None:
    """Give the rows with these keys these values."""
    for key, values in contents.items():
        op.execute(table.update().where(table.c.id == key).values(values))
