"""A device that makes passkeys and signs with them, as far as a site sees it."""

import json
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40
"""Bits of what a device says: someone touched it, showed who they are, and it made a key."""


@dataclass
class Device:
    """One passkey on one device; ``signs`` is its own count, ``verifies`` whether it asks a PIN."""

    origin: str = "http://localhost"
    verifies: bool = True
    signs: int = 0
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    id: bytes = b"a device of the tests"

    def make(self, options: str) -> str:
        """The answer to ``navigator.credentials.create``."""
        asked = json.loads(options)
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        made = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        data = self._authenticator_data(asked["rp"]["id"], MADE) + made
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer({"attestationObject": attested, "clientDataJSON": client})

    def sign(self, options: str) -> str:
        """The answer to ``navigator.credentials.get``."""
        asked = json.loads(options)
        data = self._authenticator_data(asked["rpId"], 0)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + sha256(client).digest(), ECDSA(SHA256()))
        parts = {"authenticatorData": data, "clientDataJSON": client, "signature": signature}
        return self._answer(parts)

    def _authenticator_data(self, site: str, more: int) -> bytes:
        self.signs += 1
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return sha256(site.encode()).digest() + struct.pack(">BI", flags, self.signs)

    def _client(self, act: str, challenge: str) -> bytes:
        client_data = {
            "type": act,
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(client_data).encode()

    def _answer(self, parts: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.id)
        response = {part: bytes_to_base64url(value) for part, value in parts.items()}
        answer: dict[str, Any] = {"id": name, "rawId": name, "type": "public-key"}
        return json.dumps({**answer, "response": response, "clientExtensionResults": {}})
