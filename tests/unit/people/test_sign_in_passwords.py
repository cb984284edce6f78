"""Which passwords are good enough, and that they are kept as argon2id hashes."""

import pytest

import config
from app.people import passwords

pytestmark = pytest.mark.trust(7)

GOOD = "Lucheng-2026-quay"


def test_good_password_has_no_faults():
    assert passwords.faults_of(GOOD, username="linxiao", full_name="林晓") == []


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Ab1!xyz", "10 至 128"),
        ("x" * 130 + "A1", "10 至 128"),
        ("alllowercaseletters", "至少三种"),
        ("Password2026!", "过于常见"),
        ("P@ssw0rd123", "过于常见"),
        ("Aa1!Aa1!Aa1!", "过于常见"),
        ("Mingjian-9842x", "过于常见"),
        ("Linxiao#84-qq", "过于常见"),
    ],
)
def test_weak_password_is_refused_with_its_reason(password, fault):
    faults = passwords.faults_of(password, username="linxiao", full_name="林晓")
    assert any(fault in one for one in faults)


def test_passphrase_in_chinese_counts():
    assert passwords.faults_of("江心屿 Twin towers 1869") == []


def test_hash_is_argon2id_of_64_mib_and_three_rounds_whatever_the_environment_says(tmp_path):
    settings = config.load({"DATA_DIR": str(tmp_path), "PASSWORD_MEMORY_KIB": "16"})
    stored = passwords.hasher(settings.PASSWORD_MEMORY_KIB).hash(GOOD)
    assert stored.startswith("$argon2id$")
    assert "m=65536,t=3" in stored


def test_a_hash_is_that_of_its_password_and_of_todays_settings(app):
    stored = passwords.hash_password(GOOD)
    assert passwords.password_matches(stored, GOOD)
    assert not passwords.password_matches(stored, f"{GOOD}x")
    assert not passwords.hash_is_outdated(stored)
    assert passwords.hash_is_outdated(passwords.hasher(8 * 4).hash(GOOD))


def test_full_width_signs_are_the_same_password(app):
    assert passwords.password_matches(
        passwords.hash_password(GOOD), GOOD.replace("2026", "２０２６")
    )
