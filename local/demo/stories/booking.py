"""Booking: places held twice, prices of yesterday, timetables that do not arrive."""

from functools import partial

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

_booking = partial(Story, service="booking")
_sailings = partial(Story, service="sailings")
_pricing = partial(Story, service="pricing")

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
    _sailings(
        slug="timetable-gothenburg",
        days=79,
        clock="04:15",
        severity=HIGH,
        title="No sailings from Gothenburg since midnight",
        alerts=(Fires("TimetableStale", 0, 190, HIGH, "timetable of Gothenburg is 4 hours old"),),
        unseen=250,
        said="""
        11 sofia ack
        14 sofia investigating
        20 sofia evidence The harbour answers with a certificate that nobody has signed.
        35 sofia comms Called the harbour's duty desk; they know nothing yet.
        80 lars note Their night shift renewed it by hand and forgot the chain.
        175 lars action They have installed the chain; we fetch again.
        191 sofia resolve The harbour's certificate had no chain. Fetched again, nothing is missing.
        5d ruth waive Nothing of ours was wrong; the harbour has a reminder now.
        """,
    ),
    _sailings(
        slug="capacity-negative",
        days=63,
        clock="19:48",
        severity=MEDIUM,
        title="Free places below zero on the car deck",
        alerts=(Fires("CapacityNegative", 0, 25, MEDIUM, "sailing 8814 has -3 free car places", times=2, pause=18),),
        said="""
        5 wiebke ack
        13 wiebke evidence A coach was counted as one car; it is four.
        48 wiebke action Corrected the vehicle class in the sailing.
        72 wiebke resolve One coach too many, the crew found room. Vehicle classes of partners are checked now.
        3d wiebke close
        """,
    ),
    _sailings(
        slug="timetable-flaps",
        days=40,
        clock="02:05",
        severity=LOW,
        title="Timetable of Trelleborg comes and goes",
        alerts=(
            Fires("TimetableStale", 0, 9, LOW, "timetable is 35 minutes old", 6, 11, labels=(("harbour", "TRG"),)),
        ),
        said="""
        31 emeka ack
        40 emeka note Six times in two hours. Their link is a satellite in bad weather.
        125 emeka resolve The weather is over. Threshold for satellite harbours raised to an hour.
        1d emeka close
        """,
    ),
    _sailings(
        slug="bridge-closed",
        days=18,
        clock="07:55",
        severity=MEDIUM,
        title="Sailings to Fehmarn are sold although the bridge is closed",
        opened_by="wiebke",
        unseen=90,
        said="""
        2 wiebke action Stopped the sale of both sailings by hand.
        5 ana ack
        9 ana decision No refunds yet: the bridge opens at noon.
        245 wiebke action Sale is open again.
        250 wiebke resolve Closed and opened by hand. A feed of road closures is in the backlog.
        2d ana close
        """,
    ),
    _pricing(
        slug="prices-of-yesterday",
        days=75,
        clock="06:10",
        severity=HIGH,
        title="Prices are those of yesterday",
        alerts=(Fires("PriceFeedOld", 0, 66, HIGH, "newest price list is 27 hours old"),),
        unseen=180,
        said="""
        6 ana ack
        9 ana investigating
        13 ana evidence The nightly job ended with "disk quota exceeded" at 02:14.
        25 ines action Gave the volume another 20 GB.
        31 ana action Started the job again.
        32 ana mitigating
        67 ana resolve The job has run; prices are of today. 212 bookings at old prices are honoured.
        5d ruth close
        """,
    ),
    _pricing(
        slug="zero-euro",
        days=29,
        clock="10:22",
        severity=CRITICAL,
        title="Crossings for 0 euros in the app",
        alerts=(Fires("PriceBelowFloor", 0, 17, CRITICAL, "47 offers below the floor price"),),
        unseen=9,
        said="""
        1 ana ack
        2 ruth role commander ruth
        3 ana investigating
        4 ruth decision Stop selling day tickets until we know more.
        5 priya action Day tickets are off in shop and app.
        9 ana evidence The discount of the partner card is 100 and not 10 since the form was changed at 10:05.
        12 ana action Set to 10; caches emptied.
        13 ana mitigating
        18 ana resolve A discount of 100% was typed into the new form. 31 tickets were sold for nothing and stay valid.
        21 priya action Day tickets are on sale again.
        7d ruth close
        """,
    ),
    _pricing(
        slug="pricing-restarts",
        days=12,
        clock="21:17",
        severity=LOW,
        title="Pricing restarts every ten minutes",
        alerts=(Fires("PodRestarts", 0, 8, LOW, "pricing-7d9 restarted", times=5, pause=3),),
        said="""
        20 jonas ack
        26 jonas evidence Killed for memory while it loads the price lists of next season, which are twice as large.
        49 jonas action Memory limit from 512 to 768 MiB.
        57 jonas resolve More memory. Loading in pieces is in the backlog.
        1d jonas close
        """,
    ),
)
