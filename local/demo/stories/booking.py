"""Booking: places held twice, held too long, or not held at all."""

from functools import partial

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

_booking = partial(Story, service="booking")

STORIES = (
    _booking(
        slug="booking-pool",
        days=84,
        clock="14:07",
        severity=CRITICAL,
        title="Booking answers 5xx: the connection pool is exhausted",
        description="Every third checkout fails after the release of the waiting list.",
        alerts=(
            Fires("HighErrorRate", 0, 38, CRITICAL, "booking answers 31% of requests with 5xx"),
            Fires("DbPoolSaturated", 2, 34, HIGH, "all 40 connections of booking are taken"),
        ),
        unseen=4,
        said="""
        2 ana ack Looking
        3 ana assign ana
        4 ana investigating
        5 ruth role commander ruth
        8 ana evidence All 40 connections wait for row locks on hold_request; the oldest has waited 90 seconds.
        11 jonas note Release 119 went out at 13:52, it is the one with the waiting list.
        14 ruth decision Roll back now, understand later.
        16 jonas action Rolled booking back to release 118 in Argo CD.
        18 ruth mitigating
        20 luc comms Banner in the shop: booking is slow, nobody pays twice.
        33 ana evidence Pool at 11 of 40, errors at 0.2%.
        39 ana resolve Rolled back release 119. Its waiting list took one lock per place and never let go on a timeout.
        6d ruth close Reviewed with the team.
        """,
    ),
    _booking(
        slug="double-cabins",
        days=71,
        clock="09:20",
        severity=HIGH,
        title="The same cabin sold twice on the night ferry to Rostock",
        description="Two families with one key, reported by the crew.",
        opened_by="sofia",
        unseen=640,
        said="""
        1 sofia note The purser has rebooked the second family into a suite. Four more pairs are known.
        6 jonas ack
        9 jonas investigating
        15 wiebke evidence The pairs were held within the same second by two replicas of booking.
        22 jonas evidence The unique index on cabin_hold is invalid since the reindex of last night.
        30 jonas action Took booking down to one replica until the index is back.
        31 jonas mitigating
        55 hanna action Index rebuilt concurrently, 14 minutes.
        70 jonas action Three replicas again.
        95 wiebke evidence A query over all sailings shows 6 pairs, all of them known to the crews now.
        100 jonas resolve The index is valid again; six pairs were rebooked by hand.
        8d ruth close
        """,
    ),
    _booking(
        slug="hold-expiry-lag",
        days=58,
        clock="16:41",
        severity=MEDIUM,
        title="Held places are given back an hour late",
        alerts=(Fires("HoldExpiryLag", 0, 75, MEDIUM, "expired holds wait 3600 s to be released"),),
        said="""
        9 wiebke ack
        14 wiebke evidence One consumer of hold-expired is stuck on a message of 4 MB.
        21 wiebke action Skipped that message and put it aside in the ticket.
        76 wiebke resolve Caught up. The message was a group of 900 pilgrims; the limit is in the backlog.
        2d wiebke close
        """,
    ),
    _booking(
        slug="hold-expiry-lag-again",
        days=33,
        clock="17:12",
        severity=MEDIUM,
        title="Held places are given back late, again",
        follows="hold-expiry-lag",
        alerts=(Fires("HoldExpiryLag", 0, 41, MEDIUM, "expired holds wait 2400 s to be released"),),
        said="""
        4 ana ack
        7 ana evidence Same picture as last time: one large message, partition 3.
        15 ana action Skipped it by the runbook.
        42 ana resolve As before. Splitting large groups is planned for the next sprint.
        1d ana close
        """,
    ),
    _booking(
        slug="confirmation-slow",
        days=46,
        clock="11:03",
        severity=HIGH,
        title="Confirmations take 20 seconds",
        alerts=(
            Fires("LatencyP99High", 0, 52, HIGH, "p99 of POST /confirm is 21 s"),
            Fires("QueueDepthHigh", 5, 44, MEDIUM, "confirm-outbox holds 12,000 messages"),
        ),
        unseen=7,
        said="""
        3 jonas ack
        6 jonas investigating
        10 jonas evidence Nothing of ours is slow but the insert into outbox: 600 ms each.
        13 dario evidence Autovacuum has not come by for four days; the table has 31 million dead rows.
        17 dario action VACUUM on outbox, started by hand.
        18 jonas mitigating
        45 dario evidence Inserts are at 2 ms.
        53 jonas resolve Dead rows in the outbox made each insert slow. Autovacuum is set for that table now.
        4d ruth waive Known cause, the setting is in place for all outbox tables; nothing else to learn.
        """,
    ),
    _booking(
        slug="waiting-list-second-try",
        days=24,
        clock="13:30",
        severity=LOW,
        title="Waiting list holds no places in the canary",
        alerts=(Fires("CanaryErrorRate", 0, 12, LOW, "canary of booking answers 4% with 5xx"),),
        said="""
        3 jonas ack Expected something like this, it is the canary.
        9 jonas action Canary withdrawn by itself.
        13 jonas resolve A feature flag was missing in the canary. No customer was affected.
        13 jonas related booking-pool
        1d jonas close
        """,
    ),
)
