"""Postmortems: what each incident cost, why it happened, what is done about it."""

from typing import Final

from local.demo.postmortems import Learned, Todo
from shared.domain.postmortem.values import ActionStatus, RootCauseCategory

_DONE, _DOING, _DROPPED = ActionStatus.DONE, ActionStatus.IN_PROGRESS, ActionStatus.DROPPED
_CODE, _CONFIG = RootCauseCategory.CODE, RootCauseCategory.CONFIGURATION

LEARNED: Final = (
    Learned(
        story="booking-pool",
        author="ana",
        category=_CODE,
        impact="One in three checkouts failed for 42 minutes; about 1,900 people had to start again.",
        cause=(
            "The waiting list takes a row lock on hold_request for every place. On a timeout of the caller the "
            "transaction was left open, so locks and connections were kept until the pool was empty."
        ),
        factors=(
            "The load test holds one place per customer; families hold five.",
            "No statement_timeout for the role of booking.",
        ),
        todos=(
            Todo("statement_timeout of 5 s for booking", "hanna", 7, _DONE),
            Todo("One lock per waiting list, not per place", "jonas", 14, _DONE),
            Todo("Load test with families", "wiebke", 45, _DOING),
        ),
        lessons="Rolling back after 14 minutes was right although nobody knew the cause yet.",
    ),
    Learned(
        story="double-cabins",
        author="jonas",
        category=RootCauseCategory.DATA,
        impact="Six cabins were sold twice; six families were rebooked on board.",
        cause=(
            "The nightly REINDEX of cabin_hold was cancelled by a lock timeout and left an invalid unique index, "
            "which accepts duplicates. Nothing looks at invalid indexes."
        ),
        factors=("The job's exit code was swallowed by a pipe.",),
        todos=(
            Todo("Alert on invalid indexes", "hanna", 10, _DONE),
            Todo("A constraint in place of a bare index", "jonas", 20, _DONE),
        ),
        lessons="The crews noticed before any of our numbers did.",
    ),
    Learned(
        story="prices-of-yesterday",
        author="ana",
        category=RootCauseCategory.CAPACITY,
        impact="212 bookings at the prices of the day before; the difference is about 3,400 euros.",
        cause="The volume of the price job was full, since it keeps every list of the last two years.",
        todos=(
            Todo("Keep price lists for 90 days", "ana", 14, _DONE),
            Todo("The job fails loudly", "jonas", 14, _DONE),
        ),
    ),
    Learned(
        story="zero-euro",
        author="ana",
        category=RootCauseCategory.HUMAN_FACTORS,
        impact="31 tickets were sold for nothing; day tickets could not be bought for 17 minutes.",
        cause="The new form for partner discounts takes percent where the old one took tenths of a percent.",
        factors=(
            "Nobody but the author saw the form before the release.",
            "The floor price is checked after the sale.",
        ),
        todos=(
            Todo("Discounts above 50% need a second pair of eyes", "wiebke", 21, _DOING),
            Todo("Refuse offers below the floor price", "ana", 14, _DONE),
        ),
        lessons="Stopping the sale in four minutes cost little and saved a lot.",
    ),
    Learned(
        story="acquirer-timeouts",
        author="mei",
        category=RootCauseCategory.DEPENDENCY,
        impact="38% of card payments failed for 14 minutes, then none.",
        cause="A router of acquirer north lost packets. We waited 30 s for each payment and had no breaker.",
        todos=(
            Todo("Circuit breaker per acquirer", "tobias", 30, _DOING),
            Todo("Runbook: route around an acquirer", "mei", 7, _DONE),
        ),
        lessons="Two acquirers help only those who can switch quickly.",
    ),
    Learned(
        story="cert-acquirer",
        author="tobias",
        category=RootCauseCategory.PROCESS,
        impact="No card payments from midnight to 01:10; night ferries sold for cash.",
        cause="The client certificate ended at midnight and the reminder went to a mailbox that nobody reads.",
        factors=("Certificates are listed in a spreadsheet.", "Nobody watched notAfter."),
        todos=(
            Todo("Alert 30 days before any certificate ends", "ines", 5, _DONE),
            Todo("Renew by machine where the other side allows it", "ines", 60),
            Todo("Close the mailbox of those who have left", "ruth", 14, _DONE),
        ),
    ),
    Learned(
        story="shop-blank",
        author="priya",
        category=RootCauseCategory.DEPLOYMENT,
        impact="A white page for everybody with Safari 15, about 9% of visitors, for 31 minutes.",
        cause="The minifier was raised by a robot's pull request; its new default targets newer browsers.",
        todos=(
            Todo("Browsers that we support are written down and tested", "luc", 14, _DONE),
            Todo("Robots may raise tools only with a preview", "priya", 30, _DROPPED),
        ),
    ),
    Learned(
        story="shop-slow-sale",
        author="luc",
        category=RootCauseCategory.CAPACITY,
        impact="The start page took nine seconds for an hour; sales were a fifth below the plan.",
        cause="A mail to 900,000 people at one moment, and an upper limit of 12 replicas from two years ago.",
        todos=(
            Todo("Limits of replicas are reviewed every quarter", "hanna", 30, _DONE),
            Todo("Marketing's calendar is ours as well", "priya", 10, _DONE),
            Todo("Start page from the CDN for those who are not logged in", "luc", 60, _DOING),
        ),
    ),
    Learned(
        story="app-login-loop",
        author="luc",
        category=_CONFIG,
        impact="About 4,000 people with Android had to log in several times in one evening.",
        cause="Clock skew was set to zero for all clients; it was meant for the partners' machines.",
        todos=(Todo("Settings of clients are apart from those of partners", "ines", 21, _DONE),),
    ),
    Learned(
        story="boarding-pass-cache",
        author="luc",
        category=_CODE,
        impact="Seven people saw the name and seat of somebody else. The authority was told within a day.",
        cause="A refactoring of the cache dropped the passenger from the key; the tests had one passenger only.",
        factors=("Personal data were cached at all.",),
        todos=(
            Todo("No personal data in shared caches", "luc", 14, _DONE),
            Todo("Two passengers in every test fixture", "nadia", 14, _DONE),
        ),
        lessons="Switching the feature off within six minutes kept it at seven.",
    ),
    Learned(
        story="scanners-offline",
        author="emeka",
        category=RootCauseCategory.DEPLOYMENT,
        impact="No ticket could be scanned for 37 minutes; two sailings left eight minutes late.",
        cause="The signing key was changed at once; scanners load keys only when they start.",
        todos=(
            Todo("Two keys overlap for a week", "hanna", 7, _DONE),
            Todo("Scanners load keys every hour", "lars", 30, _DONE),
        ),
        lessons="Paper still works. Keep the list at the ramp.",
    ),
    Learned(
        story="db-disk",
        author="dario",
        category=RootCauseCategory.CAPACITY,
        impact="None that a customer saw; two hours later bookings would have stopped.",
        cause="A replication slot of a replica that had been switched off kept 310 GB of WAL.",
        todos=(
            Todo("max_slot_wal_keep_size", "dario", 3, _DONE),
            Todo("Alert on slots that do not move", "ines", 10, _DONE),
        ),
    ),
    Learned(
        story="db-failover",
        author="hanna",
        category=RootCauseCategory.INFRASTRUCTURE,
        impact="71 seconds without writes, about 300 failed checkouts; no booking was lost.",
        cause="A memory error on the node of the primary.",
        factors=("Booking needed another minute to reconnect, since DNS was believed for 60 s.",),
        todos=(Todo("Connections of booking end when the primary changes", "ana", 30, _DOING),),
        lessons="The last drill was worth it: nobody had to look anything up.",
    ),
    Learned(
        story="identity-pool",
        author="hanna",
        category=RootCauseCategory.DEPLOYMENT,
        impact="40% of logins failed for 37 minutes, and with them most of the shop for returning customers.",
        cause="A migration built an index on session with a lock that blocks writes.",
        todos=(
            Todo("The pipeline refuses migrations that lock large tables", "ines", 14, _DONE),
            Todo("Shop works without identity for those who only look", "priya", 60),
        ),
    ),
    Learned(
        story="acquirer-timeouts-south",
        author="tobias",
        category=RootCauseCategory.DEPENDENCY,
        impact="9% of card payments failed for five minutes.",
        cause="Maintenance that was announced to an address that we no longer read.",
        todos=(Todo("Breaker per acquirer, still open since the first time", "tobias", 14, _DOING),),
        reaches="in_review",
    ),
    Learned(
        story="mail-duplicates",
        author="ines",
        category=_CONFIG,
        impact="1,900 people got two confirmations.",
        cause="The consumer group was named after the release, so old and new both read everything.",
        reaches="draft",
    ),
    Learned(
        story="now-resolved-today",
        author="dario",
        category=RootCauseCategory.UNKNOWN,
        impact="Text messages did not arrive in Sweden for an hour and a half.",
        cause="To be found out: why was our sender name taken off the list?",
        reaches="draft",
    ),
)
