"""Staff of the demonstration: an account for each role, and colleagues nobody can sign in as.

The coordination office has two: what one proposes the other decides.
"""

import secrets
from dataclasses import dataclass, field

from app.kernel import clock
from app.kernel.db.session import db
from app.ops.demo.material import Demo, masked_person
from app.people import passwords
from app.people.models import Bureau, SecondFactor, Staff, StaffRole
from app.people.rules import Role
from app.people.services.second_factor import new_secret

CONSONANTS = "bdfghjkmnprstwz"
VOWELS = "aeiou"
NO_PASSWORD = "!"  # noqa: S105  # no hash, so no password matches it
SIGN_INS = (
    ("handler", "陈承办", Role.HANDLER, "ouhai-market-supervision"),
    ("head", "林科长", Role.HEAD, "ouhai-market-supervision"),
    ("coordinator", "王协调", Role.COORDINATOR, "coordination-office"),
    ("coordinator2", "周协调", Role.COORDINATOR, "coordination-office"),
    ("editor", "李编辑", Role.EDITOR, "city-market-supervision"),
    ("reviewer", "叶审核", Role.REVIEWER, "city-market-supervision"),
    ("payer", "潘发放", Role.PAYER, "ouhai-market-supervision"),
    ("auditor", "吴审计", Role.AUDITOR, "coordination-office"),
    ("sysadmin", "徐系统", Role.SYSTEM_ADMIN, "coordination-office"),
    ("secadmin", "金安全", Role.SECURITY_ADMIN, "coordination-office"),
)


@dataclass(frozen=True)
class Account:
    """An account to sign in with. The password is told once and kept nowhere."""

    username: str
    password: str
    role: Role
    bureau: str


@dataclass
class Personnel:
    """Who acts for which body; a body's first matter hires its first colleague."""

    demo: Demo
    by_bureau: dict[int, list[Staff]] = field(default_factory=dict)
    heads: dict[int, Staff] = field(default_factory=dict)

    def handler(self, bureau: Bureau) -> Staff:
        """Someone who handles matters for ``bureau``."""
        colleagues = self.by_bureau.setdefault(bureau.id, [])
        if not colleagues:
            colleagues += [self._colleague(bureau, f"{number}") for number in (1, 2)]
            db.session.add_all(colleagues)
            db.session.flush()
        return self.demo.rng.choice(colleagues)

    def head(self, bureau: Bureau) -> Staff:
        """The head of ``bureau``, who answers for what its handlers do."""
        if bureau.id not in self.heads:
            self.heads[bureau.id] = self._colleague(bureau, "head", Role.HEAD)
            db.session.add(self.heads[bureau.id])
            db.session.flush()
            db.session.add(_second_factor(self.heads[bureau.id]))
        return self.heads[bureau.id]

    def _colleague(self, bureau: Bureau, name: str, role: Role = Role.HANDLER) -> Staff:
        return _person(
            f"demo-{bureau.code}-{name}",
            masked_person(self.demo.rng),
            bureau,
            role,
            NO_PASSWORD,
        )


def make_personnel(demo: Demo) -> tuple[Personnel, list[Staff], list[Account]]:
    """The people with accounts, of whom those who handle matters are also colleagues."""
    personnel = Personnel(demo)
    people, accounts = [], []
    for username, name, role, code in SIGN_INS:
        bureau = demo.bureaus[code]
        password = _password()
        person = _person(username, name, bureau, role, passwords.hash_password(password))
        people.append(person)
        accounts.append(Account(username, password, role, bureau.name))
        if role is Role.HEAD:
            personnel.heads[bureau.id] = person
        if role in {Role.HANDLER, Role.HEAD, Role.COORDINATOR}:
            personnel.by_bureau.setdefault(bureau.id, []).append(person)
    return personnel, people, accounts


def _person(username: str, name: str, bureau: Bureau, role: Role, password_hash: str) -> Staff:
    return Staff(
        username=username,
        full_name=name,
        bureau=bureau,
        roles=[StaffRole(role=role)],
        password_hash=password_hash,
        password_changed_at=clock.now(),
        is_enabled=password_hash != NO_PASSWORD,
        created_at=clock.now(),
    )


def _second_factor(staff: Staff) -> SecondFactor:
    """Heads sign in with a code from their telephone; nobody has this one."""
    return SecondFactor(
        staff=staff, secret=new_secret(), created_at=clock.now(), confirmed_at=clock.now()
    )


def _password() -> str:
    """Four syllables twice and four digits: Rakidepo-4821-mizatefu."""
    word, other = (
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(4))
        for _ in range(2)
    )
    return f"{word.capitalize()}-{secrets.randbelow(9000) + 1000}-{other}"
