"""A small sum for the browser to work out before it sends, so that a flood costs its sender.

The challenge is signed and bound to what it is for (``about``), which can be sent only once; so
a solution is worth nothing a second time. No picture, no sound, nobody else's server.
"""

import base64
import json
from datetime import timedelta

import altcha

from app.kernel import clock
from app.kernel.crypto.encryption import keyring

ALGORITHM, COST, PREFIX = "PBKDF2/SHA-256", 5000, "00"
"""256 derivations on average: half a second of a computer, some seconds of an old phone."""
LIFETIME = timedelta(minutes=30)
LONGEST = 4000


def challenge(about: str) -> str:
    """The challenge as JSON, for the module ``proof`` of a form."""
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=clock.now() + LIFETIME,
        data={"about": about},
        hmac_secret=_secret(),
    )
    return json.dumps(made.to_dict())


def is_solved(payload: str, about: str) -> bool:
    """Whether ``payload`` solves a challenge of ours that was made for ``about``."""
    if not payload or len(payload) > LONGEST or _about(payload) != about:
        return False
    return bool(altcha.verify_solution(payload, _secret()).verified)


def _about(payload: str) -> str | None:
    """What the payload claims to be for; the signature vouches for it."""
    try:
        told = json.loads(base64.b64decode(payload))["challenge"]["parameters"]["data"]["about"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return told if isinstance(told, str) else None


def _secret() -> bytes:
    return keyring().derive("proof of work")
