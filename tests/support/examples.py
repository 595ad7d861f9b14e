"""How many examples a property is tried with."""

from math import ceil

from hypothesis import settings

#: By hypothesis profile: a tenth where somebody waits for the answer to an edit, more where nobody waits
#: (``make soak NAME=examples``).
_SHARE = {"fast": 0.1, "soak": 20.0}


def examples(number: int) -> int:
    """So many, or the profile's share of them."""
    return ceil(number * _SHARE.get(settings.get_current_profile_name(), 1.0))
