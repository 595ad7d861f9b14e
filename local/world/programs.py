"""The programs of the invented company, and what else can be wrong with one of them."""

from typing import Final

from local.cluster.software import Program, Software
from local.fleet.breakages import BREAKAGES
from local.fleet.manifests import PRICING

_MIB: Final = 2**20
#: What pricing ends with whatever its manifests say, once its tables were migrated.
_MIGRATED: Final = "tariff tables have schema 41, and this version reads up to 40"


def software(*, stubborn: bool) -> Software:
    """``stubborn``: no version of pricing starts any more."""
    return Software(
        programs={PRICING.name: Program(settings=("SURCHARGE_TABLE",), memory=128 * _MIB)},
        unpublished=frozenset({BREAKAGES["image-pull"].after.image}),
        stubborn={PRICING.name: _MIGRATED} if stubborn else {},
    )
