"""What booking sells: timetables that do not arrive, places that are not there, prices of yesterday."""

from functools import partial

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

_sailings = partial(Story, service="sailings")
_pricing = partial(Story, service="pricing")

STORIES = (
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
