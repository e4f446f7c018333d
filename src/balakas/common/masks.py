"""How personal numbers look on a screen by default."""

_DOT = "•"
_NIK_HEAD = 4
_NIK_TAIL = 4


def mask_number(value: str) -> str:
    """NIK or KK -> `6311••••••••0003`; anything too short to hide is hidden whole; empty stays empty."""
    if len(value) <= _NIK_HEAD + _NIK_TAIL:
        return _DOT * len(value)
    return value[:_NIK_HEAD] + _DOT * (len(value) - _NIK_HEAD - _NIK_TAIL) + value[-_NIK_TAIL:]


def mask_phone(value: str) -> str:
    """`081234567890` -> `0812••••••90`."""
    return value[:4] + _DOT * (len(value) - 6) + value[-2:] if len(value) > 6 else _DOT * len(value)  # noqa: PLR2004


def mask_name(value: str) -> str:
    """`Wahid Nasution` -> `W••• N•••`: for pages anyone may open; the length is hidden too."""
    return " ".join(word[0] + _DOT * 3 for word in value.split())
