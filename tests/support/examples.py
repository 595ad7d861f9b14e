"""How many examples a property is tried with."""

from hypothesis import settings


def examples(number: int) -> int:
    """So many; a tenth of them where somebody waits for the answer to an edit (``--hypothesis-profile fast``)."""
    return number if settings.get_current_profile_name() != "fast" else -(-number // 10)
