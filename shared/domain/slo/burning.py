"""When a budget burns too fast: the objective's own conditions, or the usual four scaled to its window."""

from shared.domain.slo.values import BurnCondition, RollingWindow, SLODefinition

_HOUR, _DAY = 3_600, 86_400
#: Severity, share of the budget, long and short look-back, as is usual for 30 days (Google's SRE workbook, chapter 5).
_USUAL = (
    ("page", 0.02, _HOUR, 300),
    ("page", 0.05, 6 * _HOUR, 1_800),
    ("ticket", 0.10, _DAY, 2 * _HOUR),
    ("ticket", 0.10, 3 * _DAY, 6 * _HOUR),
)


def burn_conditions(definition: SLODefinition) -> tuple[BurnCondition, ...]:
    """The rate at which a look-back uses up its share: share x window / look-back."""
    if definition.burn_policy:
        return definition.burn_policy
    days = definition.window.days if isinstance(definition.window, RollingWindow) else 30
    return tuple(
        BurnCondition.model_validate(
            {"severity": severity, "long_s": long_s, "short_s": short_s, "rate": round(share * days * _DAY / long_s, 4)}
        )
        for severity, share, long_s, short_s in _USUAL
    )
