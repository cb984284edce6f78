"""Valid unified social credit codes for invented companies."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REGION = "91330399"


def uscc(number: int, kind: str = "9") -> str:
    """The ``number``-th code of the region that no real company has, with a right check digit.

    Those of ``kind`` 1 are of public bodies.
    """
    body = f"{kind}{REGION[1:]}MA{number:07d}"
    total = sum(
        ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body)
    )
    return body + ALPHABET[-total % 31]
