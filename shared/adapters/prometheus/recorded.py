"""Series that recording rules have counted already, as queries that count. Pure."""

from typing import Final

from shared.domain.slo.values import CountsIndicator, Indicator, RatioIndicator, RecordedAs, RecordedIndicator

#: A record that was not evaluated within the window is of a time before it.
_FRESH: Final = "({series} unless (time() - timestamp({series}) >= {window_s}))"
#: A share of nothing is no number, and of nothing none are good.
_GOOD_BY_RATIO: Final = "{total} * on () group_right () (1 - ({ratio} >= 0))"


def as_queries(indicator: Indicator, window_s: int) -> CountsIndicator | RatioIndicator:
    """Gives recorded series as two queries; whatever is not recorded stays as it is."""
    if not isinstance(indicator, RecordedIndicator):
        return indicator
    total = _counts(indicator.total_series, indicator.total_is, window_s)
    if indicator.bad_is is RecordedAs.RATIO:
        ratio = _FRESH.format(series=indicator.bad_series, window_s=window_s)
        good = _GOOD_BY_RATIO.format(total=total, ratio=ratio)
    else:
        good = f"{total} - {_counts(indicator.bad_series, indicator.bad_is, window_s)}"
    return CountsIndicator(good_query=good, total_query=total, source=indicator.source, parts=indicator.parts)


def _counts(series: str, recorded: RecordedAs, window_s: int) -> str:
    """Events of one window, over all series that match."""
    counted = f"sum({_FRESH.format(series=series, window_s=window_s)})"
    return f"{counted} * {window_s}" if recorded is RecordedAs.RATE else counted
