"""Runbooks of Tidewater Tickets, and when they were used."""

from typing import Final

from local.demo.runbooks import Guide, Run

GUIDES: Final = (
    Guide(
        slug="roll-back-release",
        title="Roll back the last release",
        description="Errors or latency that began within an hour of a release. Understand it later.",
        author="hanna",
        alerts=("booking/HighErrorRate", "storefront/JsErrorRate", "booking/CanaryErrorRate", "*/LatencyP99High"),
        steps=(
            "compare: Is the beginning of the errors within an hour of a release in Argo CD?",
            "!roll-back: Argo CD, History and rollback, the release before",
            "watch: Wait for ten minutes of ordinary errors",
        ),
        verify="Errors below 0.5% for ten minutes",
    ),
    Guide(
        slug="db-pool-exhausted",
        title="A service has no connections to the database left",
        description="All connections of the pool are taken, requests wait and time out.",
        author="hanna",
        alerts=("booking/DbPoolSaturated", "identity/DbPoolSaturated"),
        steps=(
            "who: pg_stat_activity of the service's role, oldest transaction first",
            "locks: What do the waiting ones wait for? pg_blocking_pids",
            "!end: pg_terminate_backend for the one that blocks the others",
            "look: Did it come back? Then roll the release back",
        ),
        verify="Fewer than 30 of 40 connections are taken",
    ),
    Guide(
        slug="acquirer-failover",
        title="Send all cards to the other acquirer",
        description="One acquirer times out or declines everything; the other one takes 100% for some hours.",
        author="mei",
        alerts=("payments/PaymentFailureRate", "payments/AcquirerLatency"),
        steps=(
            "which: Failure rate by acquirer: is it one of them only?",
            "capacity: The other one's limit: 9,000 an hour; tell them beforehand above that",
            "!route: Routing weight 0 for the one that fails",
            "tell: Their hotline, and a note in the incident",
        ),
        verify="Failures below 1.5%, the other acquirer's usual",
    ),
    Guide(
        slug="certificate-renewal",
        title="Renew a certificate by hand",
        description="cert-manager did not renew it in time, or a partner needs another chain.",
        author="tobias",
        alerts=("payments/CertificateExpired", "payments/CertificateExpiresSoon"),
        steps=(
            "read: openssl s_client: who issued it, until when",
            "order: Order it with the key that is in the vault",
            "!put: Replace the secret, restart the deployment",
        ),
        verify="openssl s_client shows the new date",
    ),
    Guide(
        slug="disk-fills",
        title="A volume will be full within hours",
        description="Find what grows. More space buys time but is no answer.",
        author="dario",
        alerts=("bookings-db/DiskWillFill", "message-bus/DiskWillFill"),
        steps=(
            "what: du, largest first; WAL and replication slots first of all",
            "slot: Drop a slot of which nobody reads",
            "grow: Twice the size, the claim can be resized while it runs",
        ),
        verify="Free for more than 48 hours at today's rate",
    ),
    Guide(
        slug="consumer-lag",
        title="Consumers of the message bus fall behind",
        description="Lag grows or consumers rebalance all the time.",
        author="dario",
        alerts=("message-bus/ConsumerLag", "message-bus/RebalanceRate"),
        steps=(
            "group: kafka-consumer-groups --describe: one partition, or all of them?",
            "poison: One partition: look at the message at its offset",
            "static: Rebalances: static membership, and a session timeout of 45 s",
        ),
        verify="Lag falls by the minute",
    ),
    Guide(
        slug="timetable-stale",
        title="A harbour's timetable is old",
        description="No timetable came from a harbour for half an hour. Ships sail all the same.",
        author="sofia",
        alerts=("sailings/TimetableStale", "harbour-gateway/TunnelDown", "harbour-gateway/UpstreamRateLimited"),
        steps=(
            "theirs: Does their own page show it? Then it is ours",
            "tunnel: Is the tunnel up? ipsec status",
            "ask: Ask the harbour's duty desk, numbers are in the wiki",
            "by-hand: Enter the next six departures by hand",
        ),
        verify="A timetable younger than ten minutes",
    ),
    Guide(
        slug="failover-bookings-db",
        title="The primary of bookings-db is gone",
        description="Patroni fails over by itself within 30 seconds. This is what to look at, and what to do if not.",
        author="ines",
        alerts=("bookings-db/PostgresDown", "bookings-db/ReplicationLag"),
        steps=(
            "state: patronictl list",
            "!failover: patronictl failover, to the replica with the least lag",
            "rebuild: patronictl reinit for the one that was lost",
        ),
        verify="One leader, two streaming replicas, lag below 1 MB",
    ),
)

RUNS: Final = (
    Run("roll-back-release", "shop-blank", "luc", 10, 15),
    Run("roll-back-release", "booking-pool", "jonas", 15, 18),
    Run("roll-back-release", "waiting-list-second-try", "jonas", 8, 5),
    Run("roll-back-release", "shop-slow-sale", "luc", 9, 4, "compare", "Nothing was released; it is the sale."),
    Run("roll-back-release", "confirmation-slow", "jonas", 12, 5, "watch", "As slow as before."),
    Run("db-pool-exhausted", "booking-pool", "ana", 6, 8, "end", "It came back within seconds."),
    Run("db-pool-exhausted", "identity-pool", "hanna", 3, 9),
    Run("acquirer-failover", "acquirer-timeouts", "tobias", 11, 5),
    Run("acquirer-failover", "acquirer-timeouts-south", "tobias", 2, 4),
    Run("acquirer-failover", "cert-acquirer", "tobias", 8, 14),
    Run("certificate-renewal", "cert-acquirer", "tobias", 23, 36),
    Run("disk-fills", "db-disk", "dario", 6, 20),
    Run("disk-fills", "bus-disk-again", "ines", 12, 20),
    Run("consumer-lag", "bus-rebalance", "dario", 8, 18),
    Run("timetable-stale", "timetable-gothenburg", "lars", 140, 40),
    Run("timetable-stale", "harbour-rate-limit", "emeka", 15, 20, "by-hand", "Their interface refuses us there, too."),
    Run("failover-bookings-db", "db-failover", "hanna", 2, 12),
)
