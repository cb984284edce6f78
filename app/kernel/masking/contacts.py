"""What of a person's contact may stand on a page before a reason is given."""

PHONE_SHOWN = 7


def mask_contact(contact: dict[str, str] | None) -> dict[str, str]:
    """Each part that there is, hidden but for what tells people apart: 王**, 138****0000."""
    return {field: _mask(field, value) for field, value in (contact or {}).items() if value}


def _mask(field: str, value: str) -> str:
    if field == "name":
        return value[0] + "**"
    if field == "phone" and len(value) > PHONE_SHOWN:
        return f"{value[:3]}****{value[-4:]}"
    return "******"
