"""Shop, apps, search."""

from functools import partial

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

_storefront = partial(Story, service="storefront")
_mobile = partial(Story, service="mobile-api")
_search = partial(Story, service="search")

STORIES = (
    _storefront(
        slug="shop-blank",
        days=88,
        clock="12:11",
        severity=CRITICAL,
        title="The shop is a white page in Safari",
        alerts=(Fires("JsErrorRate", 0, 26, CRITICAL, "uncaught errors on 44% of page views"),),
        unseen=5,
        said="""
        2 priya ack
        3 priya investigating
        6 priya evidence SyntaxError in vendor.js: Safari 15 does not know what the new minifier makes.
        9 luc decision Back to the bundle of yesterday.
        12 luc action Assets of release 311 are served again.
        13 luc mitigating
        27 priya resolve Old bundle is back. The build tests Safari 15 from now on.
        5d ruth close
        """,
    ),
    _storefront(
        slug="cdn-stale",
        days=69,
        clock="15:50",
        severity=MEDIUM,
        title="Some visitors see the shop of last week",
        opened_by="nadia",
        unseen=45,
        said="""
        3 nadia ack
        12 nadia evidence One of the CDN's places, Warsaw, ignores our purge.
        20 nadia action Purged by prefix and by tag; opened a ticket with the provider.
        64 nadia resolve The provider has restarted that place.
        1d nadia close
        """,
    ),
    _storefront(
        slug="shop-slow-sale",
        days=55,
        clock="10:00",
        severity=HIGH,
        title="The shop is slow: the big sale",
        alerts=(
            Fires("LatencyP99High", 0, 64, HIGH, "p99 of the start page is 9 s"),
            Fires("CpuThrottling", 3, 58, MEDIUM, "storefront is throttled 40% of the time"),
            Fires("HpaAtMaximum", 4, 55, MEDIUM, "storefront runs 12 of 12 replicas"),
        ),
        unseen=6,
        said="""
        3 luc ack
        5 luc investigating
        9 luc evidence 12 replicas of 12, all throttled. Marketing's mail went to 900,000 people at 10:00 sharp.
        13 luc action Limit of replicas from 12 to 30.
        14 luc mitigating
        21 hanna action Two more nodes are on their way.
        40 luc evidence 26 replicas, p99 at 1.2 s.
        65 luc resolve Scaled out. Marketing tells us a day before from now on.
        6d ruth close
        """,
    ),
    _storefront(
        slug="consent-banner",
        days=31,
        clock="08:44",
        severity=LOW,
        title="The consent banner covers the buy button on small phones",
        opened_by="priya",
        said="""
        5 priya action Fixed in release 340.
        50 priya resolve Released.
        1d priya close
        """,
    ),
    _storefront(
        slug="shop-5xx-identity",
        days=21,
        clock="11:21",
        severity=HIGH,
        title="Shop answers 5xx for people who are logged in",
        alerts=(Fires("HighErrorRate", 0, 33, HIGH, "storefront answers 12% with 5xx"),),
        said="""
        2 nadia ack
        6 nadia evidence Only with a session. Calls to identity end with 503.
        9 nadia note Hanna is on it in the other incident.
        10 nadia caused identity-pool
        34 nadia resolve Gone with the cause.
        2d ruth waive The postmortem of the other incident tells it.
        """,
    ),
    _mobile(
        slug="app-login-loop",
        days=73,
        clock="20:02",
        severity=HIGH,
        title="The Android app asks for a login again and again",
        alerts=(Fires("AuthRefreshFailures", 0, 80, HIGH, "61% of token refreshes fail"),),
        unseen=12,
        said="""
        6 luc ack
        9 luc investigating
        18 luc evidence Phones with a wrong clock; since yesterday we allow no skew at all.
        30 luc action Allow five minutes of skew again.
        31 luc mitigating
        81 luc resolve Skew is allowed again. The change was meant for partners only.
        5d ruth close
        """,
    ),
    _mobile(
        slug="push-storm",
        days=44,
        clock="07:00",
        severity=MEDIUM,
        title="Everybody opens the app at the same second",
        alerts=(Fires("RequestRateSpike", 0, 6, MEDIUM, "requests are 30 times the usual", times=3, pause=25),),
        said="""
        3 priya ack
        8 priya note A push to everybody, in three waves.
        70 priya resolve Waves are over. Pushes are spread over ten minutes from now on.
        1d priya close
        """,
    ),
    _mobile(
        slug="boarding-pass-cache",
        days=35,
        clock="05:58",
        severity=HIGH,
        title="Boarding passes of another passenger in the app",
        opened_by="emeka",
        unseen=40,
        said="""
        1 ruth ack
        2 ruth severity critical Personal data of somebody else
        3 ruth role commander ruth
        4 luc investigating
        6 ruth decision Passes are off in the app until we know; paper at the desk.
        7 luc action Flag boarding_pass is off.
        8 luc mitigating
        19 luc evidence The cache key has no passenger in it since 05:30. Seven people saw a foreign name.
        44 luc action Key mended, cache emptied, flag on for the crew.
        70 luc action On for everybody.
        75 ruth comms The data protection officer has the list of the seven.
        80 luc resolve The key of the cache names the passenger again. Seven people were written to.
        9d ruth close
        """,
    ),
    _search(
        slug="search-empty",
        days=61,
        clock="13:37",
        severity=HIGH,
        title="Search finds nothing to Denmark",
        alerts=(Fires("SearchZeroResults", 0, 29, HIGH, "zero results for 35% of searches"),),
        unseen=11,
        said="""
        4 priya ack
        6 priya investigating
        11 priya evidence The index was built while sailings had no harbours with an ø in their name.
        16 priya action Started the index again.
        17 priya mitigating
        30 priya resolve Index is whole. It refuses to replace a larger one by one half its size now.
        4d ruth waive The guard against a shrunken index is released, that was the lesson.
        """,
    ),
    _search(
        slug="search-slow-shards",
        days=48,
        clock="22:15",
        severity=LOW,
        title="Search is slow at night",
        alerts=(Fires("LatencyP99High", 0, 35, LOW, "p99 of GET /search is 1.8 s", times=3, pause=40),),
        said="""
        60 nadia ack
        75 nadia note Always while the index is merged. Nobody searches at that time.
        190 nadia resolve Merges run at four in the morning now.
        1d nadia close
        """,
    ),
    _search(
        slug="search-typos",
        days=10,
        clock="16:05",
        severity=MEDIUM,
        title="Kopenhagen finds nothing, Copenhagen does",
        opened_by="nadia",
        said="""
        8 nadia evidence The list of other spellings is empty since the last deployment.
        15 nadia action Loaded it again.
        20 nadia resolve Spellings are back.
        1d nadia close
        """,
    ),
)
