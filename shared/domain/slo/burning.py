"""When a budget burns too fast: the objective's own conditions, or the usual four scaled to its window.

A rate is the decimal number that was written, never its nearest binary fraction: 14.4 is 72/5.
"""

from decimal import Decimal
from fractions import Fraction

from shared.domain.slo.values import BurnCondition, RollingWindow, SLODefinition
from shared.domain.slo.windows import PARTS, allowed_share

_HOUR, _DAY = 3_600, 86_400
#: Severity, share of the budget, long and short look-back, as is usual for 30 days (Google's SRE workbook, chapter 5).
_USUAL = (
    ("page", 0.02, _HOUR, 300),
    ("page", 0.05, 6 * _HOUR, 1_800),
    ("ticket", 0.10, _DAY, 2 * _HOUR),
    ("ticket", 0.10, 3 * _DAY, 6 * _HOUR),
)


def burn_conditions(definition: SLODefinition) -> tuple[BurnCondition, ...]:
    """Gives the objective's own conditions, or those of the usual four that can fire at its target."""
    if definition.burn_policy:
        return definition.burn_policy
    return tuple(each for each in _usual(definition) if can_fire(definition, each))


def left_out(definition: SLODefinition) -> tuple[str, ...]:
    """Says of each usual condition that this objective goes without why it could never fire."""
    if definition.burn_policy:
        return ()
    return tuple(why_never(definition, each) for each in _usual(definition) if not can_fire(definition, each))


def exact_rate(condition: BurnCondition) -> Decimal:
    """Gives the rate as it was written."""
    return Decimal(str(condition.rate))


def highest_rate(definition: SLODefinition) -> Fraction:
    """Gives how many times faster than allowed a budget burns when everything is bad: 1 / (1 - target)."""
    return Fraction(PARTS, allowed_share(definition))


def can_fire(definition: SLODefinition, condition: BurnCondition) -> bool:
    """A condition fires above its rate, so a rate that is reached only when everything is bad never does."""
    return Fraction(exact_rate(condition)) < highest_rate(definition)


def why_never(definition: SLODefinition, condition: BurnCondition) -> str:
    target = Decimal(str(definition.target))
    highest = float(highest_rate(definition))
    return (
        f"a burn rate above {exact_rate(condition)} is never reached at a target of {target} %: "
        f"with everything bad it is 1 / (1 - {target / 100}) = {highest:.6g}"
    )


def name_of(condition: BurnCondition) -> str:
    """Names a condition within its objective, such as ``page-1h-5m``."""
    return f"{condition.severity}-{span_of(condition.long_s)}-{span_of(condition.short_s)}"


def span_of(seconds: int) -> str:
    """Writes a look-back as people do: ``3d``, ``6h``, ``30m``, ``90s``."""
    for unit, length in (("d", _DAY), ("h", _HOUR), ("m", 60)):
        if seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _usual(definition: SLODefinition) -> tuple[BurnCondition, ...]:
    """The rate at which a look-back uses up its share: share x window / look-back."""
    days = definition.window.days if isinstance(definition.window, RollingWindow) else 30
    return tuple(
        BurnCondition.model_validate(
            {"severity": severity, "long_s": long_s, "short_s": short_s, "rate": round(share * days * _DAY / long_s, 4)}
        )
        for severity, share, long_s, short_s in _USUAL
    )
