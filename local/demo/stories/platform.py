"""Platform: the database, the bus, logins, mail, and the night's numbers."""

from functools import partial

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

_db = partial(Story, service="bookings-db")
_bus = partial(Story, service="message-bus")
_identity = partial(Story, service="identity")
_mail = partial(Story, service="notifications")
_reporting = partial(Story, service="reporting")

STORIES = (
    _db(
        slug="db-disk",
        days=82,
        clock="02:44",
        severity=HIGH,
        title="The disk of the primary is 92% full",
        alerts=(Fires("DiskWillFill", 0, 95, HIGH, "bookings-db-0: full within 4 hours"),),
        said="""
        9 dario ack
        14 dario evidence 310 GB of WAL: the slot of the analytics replica has not moved for two days.
        22 dario decision The replica can be made anew, the primary cannot.
        24 dario action Dropped the slot.
        25 dario mitigating
        96 dario resolve 41% full. The replica was made anew in the morning; slots have a limit now.
        4d ruth close
        """,
    ),
    _db(
        slug="db-failover",
        days=57,
        clock="15:18",
        severity=CRITICAL,
        title="The primary of bookings-db is gone",
        description="Node north-1-db-a stopped answering; the second replica took over after 71 seconds.",
        alerts=(
            Fires("PostgresDown", 0, 3, CRITICAL, "bookings-db-0 does not answer"),
            Fires("HighErrorRate", 1, 9, CRITICAL, "booking answers 97% with 5xx", labels=(("caller", "booking"),)),
            Fires("ReplicationLag", 4, 40, MEDIUM, "bookings-db-2 is 600 s behind"),
        ),
        unseen=1,
        said="""
        1 hanna ack
        2 hanna investigating
        3 ruth role commander ruth
        4 hanna evidence Failover has run by itself, bookings-db-1 is primary since 15:19:11.
        6 ana evidence Booking has reconnected; errors are falling.
        12 hanna evidence The node had a memory error, the provider has taken it away.
        13 hanna mitigating
        30 dario action A new replica is being filled.
        45 hanna resolve Failover worked, 71 seconds without writes, no booking was lost. Three nodes again.
        7d ruth close
        """,
    ),
    _db(
        slug="db-backup-late",
        days=34,
        clock="06:00",
        severity=MEDIUM,
        title="No backup since yesterday",
        alerts=(Fires("BackupTooOld", 0, 170, MEDIUM, "newest base backup is 30 hours old"),),
        said="""
        14 ines ack
        25 ines evidence The bucket refuses us; its policy was tidied up yesterday.
        50 ines action Policy mended, backup started by hand.
        171 ines resolve A backup of this morning, restored into an empty cluster as a test.
        2d ines close
        """,
    ),
    _db(
        slug="db-locks-report",
        days=14,
        clock="09:40",
        severity=MEDIUM,
        title="Long transactions block the vacuum",
        alerts=(Fires("LongTransaction", 0, 130, MEDIUM, "a transaction is open for 7 hours"),),
        said="""
        11 hanna ack
        18 hanna evidence Somebody's notebook, reporting_ro, idle in transaction since 02:31.
        40 hanna comms Asked in the channel whose it is; nobody.
        125 hanna action Terminated it.
        131 hanna resolve Gone. reporting_ro has idle_in_transaction_session_timeout now.
        1d hanna close
        """,
    ),
    _bus(
        slug="bus-rebalance",
        days=68,
        clock="16:20",
        severity=HIGH,
        title="Consumers rebalance without end",
        alerts=(
            Fires("ConsumerLag", 0, 48, HIGH, "group booking-events is 90,000 behind"),
            Fires("RebalanceRate", 1, 45, MEDIUM, "12 rebalances a minute"),
        ),
        unseen=5,
        said="""
        5 dario ack
        8 dario investigating
        15 dario evidence One consumer works longer than max.poll.interval and is thrown out, comes back, and so on.
        24 wiebke action Smaller batches for that consumer.
        26 dario mitigating
        49 dario resolve Lag is gone. Batches of 50 instead of 500.
        4d ruth waive A setting, mended; dario has written a guide about it.
        """,
    ),
    _bus(
        slug="bus-broker-restart",
        days=47,
        clock="04:00",
        severity=LOW,
        title="A broker restarts for an update",
        alerts=(Fires("UnderReplicated", 0, 14, LOW, "18 partitions are under-replicated", times=3, pause=7),),
        said="""
        5 dario ack That is me, as announced.
        65 dario resolve All three brokers are updated.
        1d dario close
        """,
    ),
    _bus(
        slug="bus-disk-again",
        days=17,
        clock="20:30",
        severity=MEDIUM,
        title="A topic has grown to 400 GB",
        alerts=(Fires("DiskWillFill", 0, 60, MEDIUM, "broker-2: full within 20 hours"),),
        said="""
        7 ines ack
        16 ines evidence audit-trail has no retention; somebody set it to -1 for a migration long ago.
        30 ines action Retention of 14 days.
        61 ines resolve 160 GB, and a check for topics without retention.
        2d ines close
        """,
    ),
    _identity(
        slug="identity-pool",
        days=21,
        clock="11:18",
        severity=CRITICAL,
        title="Identity answers 503",
        alerts=(
            Fires("HighErrorRate", 0, 35, CRITICAL, "identity answers 40% with 503"),
            Fires("DbPoolSaturated", 0, 34, HIGH, "all 20 connections of identity are taken"),
        ),
        unseen=2,
        said="""
        1 hanna ack
        2 hanna investigating
        4 ruth role commander ruth
        7 hanna evidence All connections wait for one: a migration adds an index to session, not concurrently.
        10 ruth decision Stop the migration.
        11 hanna action Cancelled the migration.
        12 hanna mitigating
        36 hanna resolve Cancelled. Migrations of large tables are refused by the pipeline unless concurrent.
        7d ruth close
        """,
    ),
    _identity(
        slug="mfa-mails",
        days=53,
        clock="08:30",
        severity=MEDIUM,
        title="Codes for the second factor arrive after they have expired",
        alerts=(Fires("MfaExpiredBeforeUse", 0, 65, MEDIUM, "22% of codes are used too late"),),
        said="""
        8 ines ack
        20 ines evidence The mail provider delays us: a newsletter went out through the same account.
        35 ines action Codes go by the second provider.
        66 ines resolve Codes arrive within 5 seconds. Newsletters get an account of their own.
        2d ines close
        """,
    ),
    _mail(
        slug="mail-bounces",
        days=70,
        clock="13:00",
        severity=MEDIUM,
        title="Half of our mails to one provider come back",
        alerts=(Fires("BounceRate", 0, 200, MEDIUM, "52% of mails to one domain come back"),),
        said="""
        15 ines ack
        40 ines evidence Our DKIM record was cut off at 255 characters when the zone was moved.
        55 ines action Record split in two.
        201 ines resolve Mails arrive since the record has spread.
        2d ines close
        """,
    ),
    _mail(
        slug="sms-costs",
        days=30,
        clock="10:10",
        severity=LOW,
        title="Text messages cost five times as much as usual",
        opened_by="dario",
        said="""
        5 dario evidence Somebody asks for codes to numbers in a far country, 300 an hour.
        20 dario action Countries without harbours are asked to use mail.
        25 dario resolve Back to normal.
        1d dario close
        """,
    ),
    _mail(
        slug="mail-duplicates",
        days=9,
        clock="14:20",
        severity=MEDIUM,
        title="Every confirmation is mailed twice",
        opened_by="priya",
        unseen=25,
        said="""
        4 ines ack
        9 ines evidence Two versions of notifications ran side by side with different consumer groups.
        18 ines action The old one is gone.
        20 ines resolve 1,900 people got two mails. The group name is part of the chart now.
        1d ines close
        """,
    ),
    _reporting(
        slug="report-late",
        days=65,
        clock="05:00",
        severity=LOW,
        title="The harbours' report is late",
        alerts=(Fires("JobFailed", 0, 150, LOW, "nightly-report failed"),),
        said="""
        120 dario ack
        145 dario action Started it again; the database had been restarted in between.
        151 dario resolve Sent at 07:31.
        1d dario close
        """,
    ),
    _reporting(
        slug="report-late-again",
        days=36,
        clock="05:00",
        severity=LOW,
        title="The harbours' report is late, again",
        follows="report-late",
        alerts=(Fires("JobFailed", 0, 170, LOW, "nightly-report failed"),),
        said="""
        130 ines ack
        160 ines action Started it again, and it tries three times by itself from now on.
        171 ines resolve Sent at 07:51.
        1d ines close
        """,
    ),
)
