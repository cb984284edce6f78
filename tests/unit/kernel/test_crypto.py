"""What is kept encrypted can be read with the right keys only, at its own place only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.crypto.columns import EncryptedText
from app.kernel.crypto.encryption import CryptoError, Keyring, Ring
from app.kernel.db.session import Base

pytestmark = pytest.mark.trust(24)

KEY_1, KEY_2 = "11" * 32, "22" * 32
RING = Keyring.parse(f"k1:{KEY_1}")


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_unchanged(data):
    assert RING.unseal(RING.seal(data, "a.b"), "a.b") == data


def test_same_value_looks_different_each_time_and_opens_only_unaltered_and_at_its_place():
    sealed = bytearray(RING.seal(b"13800000000", "complaints.phone"))
    assert sealed != RING.seal(b"13800000000", "complaints.phone")
    with pytest.raises(CryptoError, match="altered"):
        RING.unseal(bytes(sealed), "complaints.name")
    sealed[-1] ^= 1
    with pytest.raises(CryptoError, match="altered"):
        RING.unseal(bytes(sealed), "complaints.phone")


def test_wrong_key_is_named_and_value_is_not_shown():
    other = Keyring.parse(f"k1:{KEY_2}")
    with pytest.raises(CryptoError, match=r"a\.b does not open with key k1") as caught:
        other.unseal(RING.seal(b"secret", "a.b"), "a.b")
    assert "secret" not in str(caught.value)


def test_missing_key_is_told():
    with pytest.raises(CryptoError, match="does not list"):
        Keyring.parse(f"k2:{KEY_2}").unseal(RING.seal(b"x", "a.b"), "a.b")


def test_first_key_encrypts_and_all_keys_decrypt():
    both = Keyring.parse(f"k2:{KEY_2},k1:{KEY_1}")
    old = RING.seal(b"x", "a.b")
    assert both.unseal(old, "a.b") == b"x"
    assert not both.is_current(old)
    assert both.is_current(both.seal(b"x", "a.b"))


@pytest.mark.parametrize("text", ["", "k1", "k1:abc", f":{KEY_1}", f"k1:{KEY_1},k1:{KEY_2}"])
def test_faulty_key_setting_is_refused_with_its_name(text):
    with pytest.raises(CryptoError, match="ENCRYPTION_KEYS"):
        Keyring.parse(text)


def test_identities_lie_under_a_key_and_a_name_that_the_content_does_not_have():
    for identities in (RING.apart(Ring.IDENTITY, ""), RING.apart(Ring.IDENTITY, f"p1:{KEY_2}")):
        sealed = identities.seal(b"x", "a.b")
        assert not sealed.startswith(b"k1:")
        assert identities.unseal(sealed, "a.b") == b"x"
        with pytest.raises(CryptoError, match="does not list"):
            RING.unseal(sealed, "a.b")
        assert identities.derive("encrypt") != RING.derive("encrypt")


def test_identities_sealed_before_the_keys_parted_still_open():
    own = RING.apart(Ring.IDENTITY, f"p1:{KEY_2}")
    for older in (RING, RING.apart(Ring.IDENTITY, "")):
        sealed = older.seal(b"x", "a.b")
        assert own.unseal(sealed, "a.b") == b"x"
        assert not own.is_current(sealed)


@pytest.mark.parametrize("text", [f"k1:{KEY_2}", f"p1:{KEY_1}", f"k1person:{KEY_2}", "p1:abc"])
def test_keys_of_identities_share_neither_name_nor_key_with_the_content(text):
    with pytest.raises(CryptoError, match="IDENTITY_KEYS"):
        RING.apart(Ring.IDENTITY, text)


def test_every_encrypted_column_is_bound_to_its_own_place():
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, EncryptedText):
                assert column.type.context == f"{table.name}.{column.name}"
