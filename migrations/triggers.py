"""What the database does by itself: it notes changes of public tables, guards the log, and keeps
roles apart that one person may not hold.

Migrations call this, and nobody else. What it writes is part of those that sites have run.

On PostgreSQL a change is noted at the end of its transaction. There every writer of public
records meets the same row: taken earlier, it would make them wait, and wait for each other.
"""

from collections.abc import Iterable, Iterator

from alembic import op

ACTS = ("INSERT", "UPDATE", "DELETE")
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
"""What an act knows of a row."""
SUFFIX = {"value": "is_public", "numbers": "is_counted"}
"""By which triggers are named; by the column of ``public_revision`` that they change."""
NOTER = {"value": "note_public_change", "numbers": "note_counted_change"}
"""The functions that triggers of PostgreSQL call."""
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER audit_events_no_{act.lower()} BEFORE {act} ON audit_events "
        "BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit_events is append-only'; END $$",
        "CREATE TRIGGER audit_events_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse()",
    ],
}
APART = "('sysadmin', 'secadmin', 'auditor')"
"""Roles that are held alone (三员分立)."""
HELD_BESIDE = (
    "SELECT 1 FROM staff_roles WHERE staff_id = NEW.staff_id AND role <> NEW.role "  # noqa: S608
    f"AND (role IN {APART} OR NEW.role IN {APART})"
)
REFUSAL = "one person may not hold these roles together"
ROLE_GUARDS = {
    "sqlite": [
        "CREATE TRIGGER staff_roles_insert_apart BEFORE INSERT ON staff_roles "
        f"WHEN EXISTS ({HELD_BESIDE}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        "CREATE TRIGGER staff_roles_update_apart AFTER UPDATE ON staff_roles "
        f"WHEN EXISTS ({HELD_BESIDE}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ],
    # Of two who give a person roles at once, the second waits and sees what the first gave.
    "postgresql": [
        "CREATE FUNCTION staff_roles_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM staff WHERE id = NEW.staff_id FOR UPDATE; "
        f"IF EXISTS ({HELD_BESIDE}) THEN "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NULL; END $$",
        "CREATE TRIGGER staff_roles_apart AFTER INSERT OR UPDATE ON staff_roles "
        "FOR EACH ROW EXECUTE FUNCTION staff_roles_refuse()",
    ],
}
LIFTED_ROLE_GUARDS = {
    "sqlite": [f"DROP TRIGGER staff_roles_{act}_apart" for act in ("insert", "update")],
    "postgresql": [
        "DROP TRIGGER staff_roles_apart ON staff_roles",
        "DROP FUNCTION staff_roles_refuse()",
    ],
}


def guard_log() -> None:
    """Make the database refuse to change or remove rows of the log."""
    _run(GUARDS[_dialect()])


def guard_roles() -> None:
    """Make the database refuse roles that must be apart, whoever gives them."""
    _run(ROLE_GUARDS[_dialect()])


def lift_guard_of_roles() -> None:
    """Undo ``guard_roles``."""
    _run(LIFTED_ROLE_GUARDS[_dialect()])


def prepare_notes() -> None:
    """Make what the triggers of PostgreSQL call."""
    if _dialect() == "postgresql":
        _run(
            f"CREATE FUNCTION {noter}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608  # our own names
            f"UPDATE public_revision SET {mark} = pg_current_xact_id()::text "
            f"WHERE {mark} <> pg_current_xact_id()::text; RETURN NULL; END $$"
            for mark, noter in NOTER.items()
        )


def forget_functions() -> None:
    """Undo what ``guard_log`` and ``prepare_notes`` leave behind when the tables are gone."""
    if _dialect() == "postgresql":
        _run(f"DROP FUNCTION {name}()" for name in ("audit_events_refuse", *NOTER.values()))


def watch(
    *tables: str,
    mark: str = "value",
    acts: tuple[str, ...] = ACTS,
    columns: tuple[str, ...] = (),
    filled: str = "",
) -> None:
    """Have changes of ``tables`` noted, by the rules that ``Watch`` gives to their models."""
    for table in tables:
        triggers = _triggers(
            _dialect(), table, mark=mark, acts=acts, columns=columns, filled=filled
        )
        if _dialect() == "postgresql":
            _run(
                f"CREATE CONSTRAINT TRIGGER {name} AFTER {act} ON {table} DEFERRABLE INITIALLY "
                f"DEFERRED FOR EACH ROW {when}EXECUTE FUNCTION {NOTER[mark]}()"
                for name, act, when in triggers
            )
        else:
            _run(
                f"CREATE TRIGGER {name} AFTER {act} ON {table} {when}"  # noqa: S608  # our own names
                f"BEGIN UPDATE public_revision SET {mark} = lower(hex(randomblob(8))); END"
                for name, act, when in triggers
            )


def names(
    dialect: str,
    table: str,
    *,
    mark: str = "value",
    acts: tuple[str, ...] = ACTS,
    columns: tuple[str, ...] = (),
    filled: str = "",
) -> list[str]:
    """What the triggers that ``watch`` makes on a database of this kind are called."""
    return [
        name
        for name, _, _ in _triggers(
            dialect, table, mark=mark, acts=acts, columns=columns, filled=filled
        )
    ]


def guard_names(dialect: str) -> list[str]:
    """What the triggers that ``guard_log`` makes are called."""
    if dialect == "postgresql":
        return ["audit_events_guard"]
    return ["audit_events_no_update", "audit_events_no_delete"]


def _triggers(
    dialect: str,
    table: str,
    *,
    mark: str,
    acts: tuple[str, ...],
    columns: tuple[str, ...],
    filled: str,
) -> Iterator[tuple[str, str, str]]:
    """Name, acts and condition of each trigger: one for all acts where the database knows how."""
    words = {act: act for act in acts}
    if columns and "UPDATE" in words:
        words["UPDATE"] = f"UPDATE OF {', '.join(columns)}"
    if dialect == "postgresql" and not filled:
        yield f"{table}_{SUFFIX[mark]}", " OR ".join(words.values()), ""
        return
    for act, said in words.items():
        condition = " OR ".join(f"{row}.{filled} IS NOT NULL" for row in ROWS[act])
        when = f"WHEN ({condition}) " if filled else ""
        yield f"{table}_{act.lower()}_{SUFFIX[mark]}", said, when


def _dialect() -> str:
    return op.get_bind().dialect.name


def _run(statements: Iterable[str]) -> None:
    for statement in statements:
        op.execute(statement)
