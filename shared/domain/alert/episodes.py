"""Of which episode a sighting speaks, and who is believed when clocks and the order of arrival disagree.

Four things are known of a sighting: the start and the end that its sender claims, by a clock that may be wrong; when
it was heard, by our clock; and what was heard before. Alertmanager keeps the earliest start of what it merges, so a
start may move earlier within an episode; two replicas of a Prometheus claim two starts; what one of a pair of
Alertmanagers sends may overtake what the other sent, by less than the source's retry window.

What is taken of the claims: a start or an end that lies more than `CLOCK_TOLERANCE` after it was heard is taken as
when it was heard, and the claim is kept beside it. An end before its own start is taken as when it was heard. A start
long ago is as it is: alerts do fire for months. The start of an episode is the earliest that is believed of it; the
*newest start* is the latest that was claimed for it.

==========  =========  ==================================================  =================================
it is       it says    and                                                 then
==========  =========  ==================================================  =================================
firing,     firing     it started later than the last sight and the        the next episode: the resolve
stale                  retry window after it                               between them was lost
..          ..         anything else: a start known, earlier, or not to    the same episode; what is late
                       be believed                                         must not change its labels back
..          resolved   it started at or after the newest start, or ended   the end of the episode, also when
                       after it                                            its own firing was never heard
..          ..         it has no end, and did not start within an          the end of the episode
                       earlier episode
..          ..         it ended before an end or a start that is known     ignored: an earlier episode
..          ..         it ended before all that is known, heard within     ignored: it was overtaken
                       the retry window of the last sight
..          ..         the same, heard later                               the end: its clock is wrong
resolved    firing     it started after the end, by the sender's clock     the next episode
..          ..         heard within the retry window of the resolve        ignored: a late retry
..          ..         heard later, whatever it says of its start          the next episode
..          resolved   it started after the end                            an episode that was not seen
..          ..         anything else                                       nothing new
==========  =========  ==================================================  =================================

Where it is wrong, it is wrong towards firing, and not for long: a firing alert that is sent again after the retry
window is believed. Whatever is ignored leaves a fact.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.alert.intents import IngestAlert
from shared.domain.alert.state import Alert
from shared.domain.alert.values import Difference
from shared.kernel.moment import CLOCK_TOLERANCE, believed, is_believable, waiting
from shared.kernel.vocabulary import AlertStatus


class Verdict(StrEnum):
    """Which episode it speaks of."""

    CURRENT = "current"
    NEXT = "next"
    #: Ignored: another message has overtaken it.
    LATE_RETRY = "late_retry"
    #: Ignored: it ended before something later that is known.
    EARLIER_EPISODE = "earlier_episode"


def judge(told: IngestAlert, state: Alert, last_seen: datetime) -> Verdict:
    """``last_seen``: when somebody last spoke of this alert, resends included, by our clock."""
    is_over = state.status is AlertStatus.RESOLVED
    if told.status == "firing":
        return _fires_when_over(told, state) if is_over else _fires_on(told, state, last_seen)
    return _resolved_when_over(told, state) if is_over else _resolves(told, state, last_seen)


def believed_start(told: IngestAlert) -> datetime:
    return believed(told.starts_at, told.received_at)


def believed_end(told: IngestAlert, starts_at: datetime) -> datetime | None:
    """None while it fires, and where the sender does not say."""
    if told.status == "firing" or told.ends_at is None:
        return None
    is_possible = is_believable(told.ends_at, told.received_at) and told.ends_at >= starts_at
    return told.ends_at if is_possible else max(told.received_at, starts_at)


def start_within(told: IngestAlert, state: Alert) -> datetime:
    """The episode's start, now that this is known: never moved into the time before the previous one ended, nor by a
    clock that says that it was over before it began."""
    start = believed_start(told)
    is_later = state.previous_ended_at is None or start > state.previous_ended_at
    is_possible = told.status == "firing" or told.ends_at is None or told.ends_at >= state.starts_at
    return min(state.starts_at, start) if is_later and is_possible else min(state.starts_at, told.received_at)


def start_news(told: IngestAlert, state: Alert) -> tuple[Difference, ...]:
    """News, though nothing else changed: the episode began earlier, or what ended before this start is not its end."""
    start, claimed = start_within(told, state), latest_claim(state)
    if start < state.starts_at:
        return (Difference(what="start", before=state.starts_at.isoformat(), after=start.isoformat()),)
    if told.starts_at > claimed:
        before, after = claimed.isoformat(), told.starts_at.isoformat()
        return (Difference(what="claimed start", before=before, after=after),)
    return ()


def latest_claim(state: Alert) -> datetime:
    """Gives the latest start that was claimed of its episode, believed or not."""
    return max(state.claimed_starts_at or state.starts_at, state.starts_at)


def is_overtaken(told: IngestAlert, state: Alert) -> bool:
    """A firing sight of the episode before, just after this one changed: what it says of labels is old."""
    ended = state.previous_ended_at
    is_old = ended is not None and told.starts_at <= ended and told.starts_at < state.starts_at
    return is_old and told.received_at - state.received_at < _window(told)


def _newest_start(state: Alert) -> datetime:
    """The latest believable start that was claimed for the episode."""
    claimed = state.claimed_starts_at
    if claimed is not None and is_believable(claimed, state.received_at):
        return max(claimed, state.starts_at)
    return min(state.starts_at, state.received_at + CLOCK_TOLERANCE)


def _is_by_a_clock_ahead(told: IngestAlert, state: Alert) -> bool:
    """The start that was claimed is not believed and this end is ahead of us, too: as of one clock they are compared.
    Half the tolerance, since this may be heard later after it happened than the start was."""
    claimed = state.claimed_starts_at
    return (
        claimed is not None
        and told.ends_at is not None
        and not is_believable(claimed, state.received_at)
        and told.ends_at > told.received_at + CLOCK_TOLERANCE / 2
    )


def _fires_on(told: IngestAlert, state: Alert, last_seen: datetime) -> Verdict:
    is_known = told.starts_at == state.claimed_starts_at or told.starts_at <= _newest_start(state)
    if is_known or not is_believable(told.starts_at, told.received_at):
        return Verdict.CURRENT
    began = min(told.starts_at, told.received_at)
    return Verdict.NEXT if began > last_seen + _window(told) else Verdict.CURRENT


def _fires_when_over(told: IngestAlert, state: Alert) -> Verdict:
    if _began_after(told, state):
        return Verdict.NEXT
    if state.resolve_received_at is None:
        return Verdict.NEXT
    return Verdict.LATE_RETRY if told.received_at - state.resolve_received_at < _window(told) else Verdict.NEXT


def _resolved_when_over(told: IngestAlert, state: Alert) -> Verdict:
    return Verdict.NEXT if _began_after(told, state) else Verdict.CURRENT


def _resolves(told: IngestAlert, state: Alert, last_seen: datetime) -> Verdict:
    if _is_by_a_clock_ahead(told, state):
        return Verdict.EARLIER_EPISODE if _ended_before_claim(told, state) else Verdict.CURRENT
    newest = _newest_start(state)
    if told.starts_at >= newest:
        return Verdict.CURRENT
    previous = state.previous_ended_at
    if told.ends_at is None:
        is_earlier = told.starts_at < state.starts_at and previous is not None and told.starts_at <= previous
        return Verdict.EARLIER_EPISODE if is_earlier else Verdict.CURRENT
    if told.ends_at >= newest:
        return Verdict.CURRENT
    if newest > state.starts_at or (told.ends_at <= previous if previous is not None else state.episode > 1):
        return Verdict.EARLIER_EPISODE
    return Verdict.LATE_RETRY if told.received_at - last_seen < _window(told) else Verdict.CURRENT


def _ended_before_claim(told: IngestAlert, state: Alert) -> bool:
    claimed, ended = state.claimed_starts_at, told.ends_at
    return claimed is not None and ended is not None and told.starts_at < claimed and ended < claimed


def _began_after(told: IngestAlert, state: Alert) -> bool:
    """After all that is known or claimed of the episode, so that no nonsensical claim makes a repeat look new."""
    end = state.ends_at or state.resolve_received_at or state.received_at
    return told.starts_at > max(end, state.claimed_ends_at or end, latest_claim(state))


def _window(told: IngestAlert) -> timedelta:
    return waiting(told.retry_window_s)
