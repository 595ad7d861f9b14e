"""Harbours and boarding: scanners, gates, partners with opinions."""

from functools import partial

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

_gateway = partial(Story, service="harbour-gateway")
_ticketing = partial(Story, service="ticketing")

STORIES = (
    _ticketing(
        slug="scanners-offline",
        days=86,
        clock="06:35",
        severity=CRITICAL,
        title="No scanner at any ramp accepts a ticket",
        alerts=(
            Fires("ScannerErrors", 0, 31, CRITICAL, "all scans fail with 403"),
            Fires("HighErrorRate", 1, 29, HIGH, "ticketing answers 88% with 4xx"),
        ),
        unseen=6,
        said="""
        1 emeka ack
        2 emeka investigating
        4 ruth role commander ruth
        5 emeka comms Called the ramps: let everybody with paper on board, count by hand.
        9 emeka evidence identity signs with the new key since 06:29; scanners know the old one until they restart.
        14 hanna action Old key signs again, the new one is only published.
        15 emeka mitigating
        32 emeka resolve Both keys are known for a week now. Two sailings left eight minutes late.
        6d ruth close
        """,
    ),
    _ticketing(
        slug="pdf-queue",
        days=64,
        clock="18:00",
        severity=MEDIUM,
        title="Tickets as PDF arrive half an hour late",
        alerts=(Fires("QueueDepthHigh", 0, 88, MEDIUM, "pdf-render holds 5,000 messages"),),
        said="""
        12 lars ack
        20 lars evidence One font of 20 MB is loaded for every ticket since the new logo.
        33 lars action Font is loaded once.
        89 lars resolve The queue is empty.
        1d lars close
        """,
    ),
    _ticketing(
        slug="scanner-clock",
        days=42,
        clock="23:10",
        severity=LOW,
        title="Scanners in Ystad are two minutes ahead",
        alerts=(Fires("ClockSkew", 0, 500, LOW, "scanner-ystad-2 is 118 s ahead", labels=(("harbour", "YST"),)),),
        said="""
        35 sofia ack
        480 sofia action The harbour has given them a time server.
        505 sofia resolve In time again.
        1d sofia close
        """,
    ),
    _ticketing(
        slug="group-tickets",
        days=20,
        clock="09:12",
        severity=MEDIUM,
        title="Group tickets let only the first person through",
        opened_by="lars",
        unseen=30,
        said="""
        2 lars ack
        10 lars evidence The scan marks the whole ticket as used; since Monday groups have one code.
        25 emeka action Groups have one code each again.
        40 lars resolve As before Monday. A test with a group of three is part of the release now.
        2d lars close
        """,
    ),
    _gateway(
        slug="harbour-rate-limit",
        days=77,
        clock="12:48",
        severity=MEDIUM,
        title="Kiel refuses us: too many requests",
        alerts=(Fires("UpstreamRateLimited", 0, 55, MEDIUM, "harbour KEL answers 429", labels=(("harbour", "KEL"),)),),
        said="""
        8 emeka ack
        15 emeka evidence We ask for each of 300 sailings every 30 seconds; their limit is new.
        28 emeka action Every two minutes for Kiel.
        56 emeka resolve Below their limit. They will send us changes instead, some day.
        2d emeka close
        """,
    ),
    _gateway(
        slug="gateway-memory",
        days=59,
        clock="03:22",
        severity=HIGH,
        title="Gateway is killed for memory, harbours by harbour",
        alerts=(
            Fires("OomKilled", 0, 4, HIGH, "harbour-gateway was killed for memory", times=4, pause=14),
            Fires("TimetableStale", 20, 50, MEDIUM, "11 timetables are older than 30 minutes"),
        ),
        said="""
        6 lars ack
        9 lars investigating
        21 lars evidence Heap dump: 900 MB of one XML document, next season, with all its namespaces.
        35 lars action Memory limit doubled for tonight.
        36 lars mitigating
        75 lars resolve Runs with 2 GiB. Reading the document as a stream is in the backlog.
        4d ruth waive At night, nobody noticed; the work is in the backlog.
        """,
    ),
    _gateway(
        slug="soap-again",
        days=38,
        clock="14:30",
        severity=LOW,
        title="Rostock has changed its SOAP envelope without a word",
        alerts=(Fires("ParseErrors", 0, 140, LOW, "harbour ROS: unexpected element", labels=(("harbour", "ROS"),)),),
        said="""
        20 sofia ack
        45 sofia note They call it version 2.0.1. The element is the same with another prefix.
        130 sofia action Prefixes are ignored now.
        141 sofia resolve We read both.
        1d sofia close
        """,
    ),
    _gateway(
        slug="vpn-drops",
        days=27,
        clock="01:15",
        severity=MEDIUM,
        title="The tunnel to the Baltic harbours drops",
        alerts=(Fires("TunnelDown", 0, 5, MEDIUM, "tunnel baltic-1 is down", times=7, pause=13),),
        said="""
        18 lars ack
        30 lars evidence Every 18 minutes, as often as the keys are exchanged.
        95 dario action Same lifetime on both sides.
        128 lars resolve Lifetimes of the keys differed after their update.
        2d lars close
        """,
    ),
    _gateway(
        slug="vpn-drops-duplicate",
        days=27,
        clock="01:52",
        severity=LOW,
        title="Timetables of five harbours are late",
        opened_by="wiebke",
        said="""
        9 wiebke note Looks like the tunnel.
        """,
    ),
    _gateway(
        slug="vpn-merge",
        days=27,
        clock="01:58",
        severity=MEDIUM,
        title="Baltic harbours cannot be reached",
        opened_by="lars",
        said="""
        2 lars ack
        4 lars merge vpn-drops-duplicate One tunnel, one problem
        72 lars resolve The tunnel stays up since the lifetimes agree.
        73 lars related vpn-drops
        2d lars close
        """,
    ),
)
