"""Sync windows, as Argo CD answers about them and as a project states them; noon on a Monday in November, in UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.cron import InvalidCron, read_cron
from tests.support.remediation import application, cause, deployment, proposed, thing, verbs

CRASH = cause(FaultKind.CRASH_LOOP, "exit_error")


def project(*windows, name: str = "shops"):
    return thing("AppProject", name, namespace="argocd", spec={"syncWindows": list(windows)})


def a_window(kind: str = "deny", **fields):
    return {"kind": kind, "schedule": "0 11 * * *", "duration": "2h", "applications": ["*"], **fields}


def with_windows(*windows, automated=None):
    return proposed(CRASH, deployment(), application(automated=automated), project(*windows))


def test_without_windows_a_sync_is_open():
    assert verbs(with_windows()) == ["argocd.sync", "git.revert"]


def test_a_deny_window_closes_the_rollback_and_the_commit_waits():
    proposal = with_windows(a_window())
    assert verbs(proposal) == ["git.revert"]
    assert proposal.gates == (
        "sync closed: Application argocd/shop: the deny window 0 11 * * * 2h",
        "auto-sync is off: Application argocd/shop takes a commit up when it is asked to",
    )


def test_a_deny_window_that_lets_people_through_leaves_the_sync_open():
    assert verbs(with_windows(a_window(manualSync=True))) == ["argocd.sync", "git.revert"]


def test_auto_sync_waits_for_a_window_and_that_is_said():
    proposal = with_windows(a_window(manualSync=True), automated={})
    assert verbs(proposal) == ["git.revert"]
    assert proposal.gates[1] == "auto-sync waits: Application argocd/shop: the deny window 0 11 * * * 2h"
    assert proposal.plan is not None
    assert "sync_window" not in [each.what for each in proposal.plan.preconditions]


@pytest.mark.parametrize(
    "window",
    [
        a_window(schedule="0 13 * * *"),
        a_window(duration="30m"),
        a_window(schedule="0 11 * * 0"),
        a_window(timeZone="Asia/Tokyo"),
        a_window(applications=["other-*"]),
        a_window(applications=[], namespaces=["billing"]),
        a_window(namespaces=["billing"], andOperator=True),
    ],
)
def test_a_window_of_another_time_or_application_denies_nothing(window):
    assert verbs(with_windows(window)) == ["argocd.sync", "git.revert"]


@pytest.mark.parametrize(
    "window",
    [
        a_window(schedule="0 20 * * 0", duration="17h"),
        a_window(schedule="0 13 * * mon", timeZone="Europe/Berlin", duration="1h"),
        a_window(applications=["sh?p"]),
        a_window(applications=[], namespaces=["shop"]),
        a_window(applications=[], clusters=["https://prod.*"]),
        a_window(schedule="@daily", duration="24h"),
        a_window(schedule="whenever"),
        a_window(duration="long"),
        a_window(timeZone="Mars/Olympus"),
    ],
)
def test_a_window_that_is_open_or_cannot_be_read_denies(window):
    assert verbs(with_windows(window)) == ["git.revert"]


def test_where_allow_windows_are_stated_one_must_be_open():
    assert verbs(with_windows(a_window("allow"))) == ["argocd.sync", "git.revert"]
    assert verbs(with_windows(a_window("allow", schedule="0 20 * * *"))) == ["git.revert"]
    assert verbs(with_windows(a_window("allow", schedule="0 20 * * *", manualSync=True))) == [
        "argocd.sync",
        "git.revert",
    ]


def test_windows_of_another_project_say_nothing():
    seen = (deployment(), application(), project(a_window(), name="others"))
    assert verbs(proposed(CRASH, *seen)) == ["argocd.sync", "git.revert"]


def test_what_argo_cd_answers_counts_before_what_is_written():
    shut = {"canSync": False, "activeWindows": [a_window()], "assignedWindows": [a_window()]}
    assert verbs(proposed(CRASH, deployment(), application(syncWindows=shut))) == ["git.revert"]
    free = application(syncWindows={"canSync": True})
    assert verbs(proposed(CRASH, deployment(), free, project(a_window()))) == ["argocd.sync", "git.revert"]


@pytest.mark.parametrize("text", ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "5-1 * * * *", "*/0 * * * *"])
def test_what_is_no_cron_expression_is_refused(text):
    with pytest.raises(InvalidCron):
        read_cron(text)


def test_a_day_fits_either_of_two_fields_that_both_say_something():
    first_or_friday = read_cron("0 0 1 * fri")
    day = timedelta(days=1)
    assert first_or_friday.open_at(datetime(2026, 12, 1, 5, tzinfo=UTC), day)  # a Tuesday
    assert first_or_friday.open_at(datetime(2026, 12, 4, 5, tzinfo=UTC), day)  # a Friday
    assert not first_or_friday.open_at(datetime(2026, 12, 3, 5, tzinfo=UTC), day)


@given(
    minutes=st.sampled_from(["0", "*/15", "7,42", "10-20/5"]),
    hours=st.sampled_from(["*", "3", "22-23", "*/6"]),
    days=st.sampled_from(["* * *", "1 * *", "* 2,3 *", "* * 1-5", "*/2 * *"]),
    length=st.integers(1, 3_000),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
)
def test_a_window_is_open_exactly_when_one_of_its_starts_is_within_its_length(minutes, hours, days, length, now):
    cron = read_cron(f"{minutes} {hours} {days}")
    zone = ZoneInfo("UTC")
    moment = now.replace(tzinfo=zone)
    minute = moment.replace(second=0, microsecond=0)
    starts = (minute - timedelta(minutes=back) for back in range(length + 1))
    within = [start for start in starts if moment < start + timedelta(minutes=length)]
    expected = any(
        start.minute in cron.minutes
        and start.hour in cron.hours
        and start.day in cron.days
        and start.month in cron.months
        and start.isoweekday() % 7 in cron.weekdays
        for start in within
    )
    assert cron.open_at(moment, timedelta(minutes=length)) is expected
