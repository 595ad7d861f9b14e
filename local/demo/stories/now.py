"""What is going on as the history ends."""

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

STORIES = (
    Story(
        slug="now-booking-latency",
        ago=26,
        service="booking",
        severity=CRITICAL,
        title="Booking is slow and answers every tenth request with 504",
        description="Began a few minutes after release 131.",
        alerts=(
            Fires("HighErrorRate", 0, None, CRITICAL, "booking answers 11% with 504"),
            Fires("LatencyP99High", 1, None, HIGH, "p99 of POST /hold is 12 s"),
            Fires("DbPoolSaturated", 6, None, HIGH, "38 of 40 connections of booking are taken"),
        ),
        unseen=3,
        said="""
        2 jonas ack
        3 jonas assign jonas
        4 ruth role commander ruth
        5 jonas investigating
        9 jonas evidence Only requests with a vehicle. The new weight check asks sailings once per axle.
        14 wiebke note Looks like the day when the pool was exhausted; but locks are fine this time.
        15 wiebke related booking-pool
        18 priya comms Banner in the shop is up.
        22 ruth decision Roll back unless the flag helps within five minutes.
        """,
    ),
    Story(
        slug="now-acquirer",
        ago=140,
        service="payments",
        severity=HIGH,
        title="Refunds to one bank are declined",
        alerts=(Fires("RefundDeclines", 0, None, HIGH, "64% of refunds to one bank are declined"),),
        said="""
        8 mei ack
        9 mei assign mei
        12 mei investigating
        35 mei evidence Since their maintenance of this morning, all with code 57.
        50 tobias comms Their hotline has a ticket number for us.
        90 mei mitigating
        91 mei action Refunds to that bank wait in a queue of their own.
        """,
    ),
    Story(
        slug="now-timetable",
        ago=55,
        service="sailings",
        severity=MEDIUM,
        title="Timetable of Visby is old",
        alerts=(
            Fires(
                "TimetableStale", 0, None, MEDIUM, "timetable of Visby is 50 minutes old", labels=(("harbour", "VBY"),)
            ),
        ),
        said="""
        11 sofia ack Their side announced maintenance until the evening.
        """,
    ),
    Story(
        slug="now-search",
        ago=9,
        service="search",
        severity=HIGH,
        title="Search finds nothing for ferries with bicycles",
        alerts=(Fires("SearchZeroResults", 0, None, HIGH, "zero results for 18% of searches"),),
    ),
    Story(
        slug="now-vpn",
        ago=600,
        service="harbour-gateway",
        severity=LOW,
        title="The tunnel to the Baltic harbours flaps again",
        follows="vpn-drops",
        alerts=(Fires("TunnelDown", 0, 4, LOW, "tunnel baltic-1 is down", times=8, pause=50),),
        said="""
        70 lars ack
        120 lars note Their provider works on the line until tonight.
        """,
    ),
    Story(
        slug="now-scanner-silent",
        days=2,
        clock="06:15",
        service="ticketing",
        severity=MEDIUM,
        title="Nothing is heard of the scanners in Sassnitz",
        alerts=(
            Fires(
                "ScannerErrors", 0, None, MEDIUM, "scans fail with 504", goes_stale=True, labels=(("harbour", "SAS"),)
            ),
        ),
        said="""
        30 emeka ack
        60 emeka note The terminal is closed for repairs, so no scans and no errors either.
        """,
    ),
    Story(
        slug="now-resolved-today",
        ago=330,
        service="notifications",
        severity=HIGH,
        title="Text messages are not delivered in Sweden",
        alerts=(Fires("DeliveryRateLow", 0, 85, HIGH, "12% of text messages to +46 are delivered"),),
        said="""
        6 dario ack
        9 dario investigating
        20 dario evidence Our sender name is blocked since a list was updated.
        40 dario action Sent by number and not by name.
        41 dario mitigating
        86 dario resolve By number it works. The name is applied for again.
        """,
    ),
)
