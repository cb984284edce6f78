"""Files of others, understood by a decoder and written anew without what might harm.

The type is what the decoder says, never the name or what the browser claims. Decoders are large:
each is loaded with the first file of its kind (ADR 48).
"""


def clean_file(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a file; raises InvalidInputError."""
    if data.startswith(b"%PDF-"):
        from app.core.pdf_cleaning import clean_pdf  # noqa: PLC0415  # pikepdf, 6 MB

        return "application/pdf", clean_pdf(data)
    from app.core.picture_cleaning import clean_image  # noqa: PLC0415  # Pillow, 4 MB

    return clean_image(data)
