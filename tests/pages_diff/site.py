"""The demonstration, filled on a day that does not pass; the only file that imports the site."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine
from flask import Flask

from app import create_app
from tests.pages_diff import chance

MOMENT = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
COMMANDS = (["db", "upgrade"], ["setup"], ["demo"], ["worker", "--once"])
ACCOUNT = re.compile(r"^  (\w+) +(\S+-\d{4}-\S+) +([^,\n]+),", re.M)
FOLLOWED = re.compile(r" at (/\w+/track): ([^\n]+?), (?:code (\d+)|the same code)")


@dataclass(frozen=True)
class Login:
    """What somebody types where one signs in."""

    role: str
    page: str
    fields: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class Door:
    """Where one sees what one has handed in. One code opens all of it."""

    page: str
    numbers: list[str]
    """Those that have been told; there are more."""
    code: str = field(repr=False)

    def login(self, number: str) -> Login:
        """What the one who handed in ``number`` types."""
        role = f"{self.page.strip('/').replace('/', '-')}-{number}"
        return Login(role, self.page, {"number": number, "code": self.code})


@dataclass(frozen=True)
class Demo:
    """The site, and who can sign in."""

    app: Flask
    staff: list[Login]
    doors: list[Door]


@contextmanager
def demonstration() -> Iterator[Demo]:
    """The filled site of the environment; time stands still as long as it is open."""
    chance.take_over()
    app = create_app()
    with time_machine.travel(MOMENT, tick=False):
        output = "".join(_output_of(app, command) for command in COMMANDS)
        logging.disable()
        yield Demo(app, list(_staff(output)), list(_doors(output)))


def _output_of(app: Flask, command: list[str]) -> str:
    chance.begin(" ".join(command))
    result = app.test_cli_runner().invoke(args=command)
    if result.exit_code:
        raise RuntimeError(f"flask {' '.join(command)}: {result.output}") from result.exception
    return result.output


def _staff(output: str) -> Iterator[Login]:
    """One account of each role."""
    seen = set()
    for username, password, role in ACCOUNT.findall(output):
        if role not in seen:
            seen.add(role)
            yield Login(username, "/admin/login", {"username": username, "password": password})


def _doors(output: str) -> Iterator[Door]:
    code = ""
    for page, numbers, own_code in FOLLOWED.findall(output):
        code = own_code or code
        yield Door(page, numbers.split(", "), code)
