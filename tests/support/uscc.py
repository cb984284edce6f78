"""Valid unified social credit codes for invented companies."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REGION = "91330399"


def uscc(number: int) -> str:
    """The ``number``-th code of the region that no real company has, with a right check digit."""
    body = f"{REGION}MA{number:07d}"
    total = sum(
        ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body)
    )
    return body + ALPHABET[-total % 31]
