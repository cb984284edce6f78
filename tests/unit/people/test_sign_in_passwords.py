"""Which passwords are good enough, and that they are kept as argon2id hashes."""

import pytest

import config
from app.people import passwords

pytestmark = pytest.mark.trust(7)

GOOD = "Lucheng-2026-quay"
LONG = "On the quay, 1869: a lantern, two herons, some ink and no hurry; rain until the ferry"


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
        ("Huawei@123", "过于常见"),
        ("1qaz@WSX3edc", "过于常见"),
        ("Qwer1234!@#$", "过于常见"),
        ("Woaini5201314!", "过于常见"),
        ("Lucheng#2026", "过于常见"),
        ("明鉴是一面镜子-Aq7", "过于常见"),
        ("市场监督管理局-A1", "过于常见"),
        ("Spring2026!!", "请改用几个互不相关的词"),
    ],
)
def test_weak_password_is_refused_with_its_reason(password, fault):
    faults = passwords.faults_of(
        password, username="linxiao", full_name="林晓", words=["市场监督管理局"]
    )
    assert any(fault in one for one in faults)


@pytest.mark.parametrize("password", ["Tr0ub4dor&3x-kite", "vK9#mQ2vLp.7", LONG])
def test_what_nobody_guesses_is_taken_whatever_its_length(password):
    assert passwords.faults_of(password) == []


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
