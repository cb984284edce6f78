"""Files of others, understood by a decoder and written anew without what might harm.

The type is what the decoder says, never the name or what the browser claims.
"""

from importlib import import_module

PDF, PICTURE = "app.kernel.files.pdf_cleaning", "app.kernel.files.picture_cleaning"
"""Where each is cleaned. Decoders are large: one is loaded with its first file (ADR 48)."""


def clean_file(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a file; raises InvalidInputError."""
    decoder = import_module(PDF if data.startswith(b"%PDF-") else PICTURE)
    cleaned: tuple[str, bytes] = decoder.clean(data)
    return cleaned
