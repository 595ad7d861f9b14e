"""What can be asked of a silence, and what follows."""

import pytest

from shared.domain.silence.facts import SilenceCreated, SilenceExpired, SilenceUpdated
from shared.domain.silence.intents import ExpireSilence, UpdateSilence
from shared.domain.silence.values import SilenceDefinition
from tests.support.given import ANA, NOON, after
from tests.support.silences import SILENCE, create, given, once, recurring, utc

expire = ExpireSilence(silence_id=SILENCE, reason="done")
created = SilenceCreated(silence_id=SILENCE, definition=once(), created_by=ANA)
expired = SilenceExpired(silence_id=SILENCE, expired_by=ANA, expired_at=after(5), reason="done")


def update(definition: SilenceDefinition) -> UpdateSilence:
    return UpdateSilence(silence_id=SILENCE, definition=definition)


def test_a_silence_is_created_once_and_its_id_is_no_other_silence():
    past = given.when(create(once())).then(created)
    past.when(create(once())).then_nothing()
    past.when(create(once(end=after(90)))).then_rejected("silence.exists")


def test_a_silence_is_changed_until_it_has_been_expired():
    longer = once(end=after(90))
    changed = SilenceUpdated(silence_id=SILENCE, definition=longer, updated_by=ANA)
    past = given.facts(created).when(update(longer)).then(changed)
    past.when(update(longer)).then_nothing()
    past.facts(expired).when(update(once())).then_rejected("silence.expired")


def test_expiring_ends_it_once():
    past = given.facts(created).when(expire, at=after(5)).then(expired)
    past.when(expire, at=after(6)).then_nothing()


def test_a_silence_whose_rule_no_longer_means_anything_can_still_be_expired():
    stored = SilenceCreated(silence_id=SILENCE, definition=recurring("FREQ=DAILY;INTERVAL=0", NOON), created_by=ANA)
    given.facts(stored).when(expire, at=after(5)).then(expired)


def test_what_is_over_by_itself_is_not_expired_again():
    given.facts(created).when(expire, at=after(61)).then_ignored("already_over")


def test_nothing_can_be_asked_of_a_silence_that_nobody_created():
    given.when(expire).then_rejected("silence.not_found")
    given.when(update(once())).then_rejected("silence.not_found")


@pytest.mark.parametrize(
    ("definition", "code", "saying"),
    [
        (once(matchers=("payments",)), "silence.invalid_matcher", "'payments'"),
        (once(matchers=('namespace=~"(?=a)b"',)), "silence.invalid_matcher", "look-around"),
        (once(matchers=('namespace=~".*"', 'team!="x"')), "silence.matches_everything", "one matcher"),
        (once(NOON, NOON), "silence.ends_before_it_starts", "after starts_at"),
        (once(end=None), "silence.endless", "recurs"),
        (once(after(-60), after(-1)), "silence.already_over", "before now"),
        (recurring("FREQ=DAILY", NOON, zone="Mars/Olympus"), "silence.unknown_zone", "Mars/Olympus"),
        (recurring("FREQ=DAILY", NOON, zone="../../etc/passwd"), "silence.unknown_zone", "not the name"),
        (recurring("FREQ=SECONDLY", NOON), "silence.invalid_rule", "FREQ"),
        (recurring("BYDAY=SU", NOON), "silence.invalid_rule", "FREQ"),
        (recurring("FREQ=DAILY;BYHOUR=2,3", NOON), "silence.invalid_rule", "BYHOUR"),
        (recurring("FREQ=DAILY;UNTIL=20270101", NOON), "silence.invalid_rule", "UNTIL"),
        (recurring("FREQ=WEEKLY;BYDAY=XX", NOON), "silence.invalid_rule", "BYDAY=XX is no day"),
        *(
            (recurring(f"FREQ={frequency};INTERVAL={interval}", NOON), "silence.invalid_rule", f"INTERVAL={interval}")
            for frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
            for interval in (0, -1)
        ),
        (recurring("FREQ=MONTHLY;BYMONTHDAY=99", NOON), "silence.invalid_rule", "BYMONTHDAY=99"),
        (recurring("FREQ=YEARLY;BYMONTH=13", NOON), "silence.invalid_rule", "BYMONTH=13"),
        (recurring("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=400", NOON), "silence.invalid_rule", "BYSETPOS=400"),
        (recurring("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", NOON), "silence.invalid_rule", "not met once"),
        (recurring("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", NOON), "silence.invalid_rule", "not met once"),
        (recurring("FREQ=DAILY", utc(2020, 1, 1), end=utc(2020, 2, 1)), "silence.already_over", "before now"),
    ],
)
def test_a_silence_that_could_not_do_what_it_says_is_refused(definition, code, saying):
    given.when(create(definition)).then_rejected(code, saying=saying)
    given.facts(created).when(update(definition)).then_rejected(code, saying=saying)
