"""Payments: acquirers, refunds, and certificates that end at night."""

from functools import partial

from local.demo.story import CRITICAL, HIGH, LOW, MEDIUM, Fires, Story

_payments = partial(Story, service="payments")

STORIES = (
    _payments(
        slug="acquirer-timeouts",
        days=81,
        clock="17:32",
        severity=CRITICAL,
        title="Card payments time out at the first acquirer",
        alerts=(
            Fires("PaymentFailureRate", 0, 47, CRITICAL, "38% of card payments fail"),
            Fires("AcquirerLatency", 1, 45, HIGH, "acquirer north answers after 28 s"),
        ),
        unseen=3,
        said="""
        1 mei ack
        2 ruth role commander ruth
        3 mei investigating
        6 mei evidence Only acquirer "north"; south answers in 300 ms.
        8 tobias note Their status page is green, their hotline is not.
        11 ruth decision All cards to south.
        14 tobias action Routing weight north 0, south 100.
        15 mei mitigating
        24 mei evidence Failures at 1.1%, that is south's usual.
        46 tobias note North says: a router, fixed at 18:10.
        48 mei resolve Routed everything to the second acquirer until the first had replaced a router.
        70 tobias action Weights 70 and 30 again.
        6d ruth close
        """,
    ),
    _payments(
        slug="refunds-stuck",
        days=66,
        clock="08:05",
        severity=HIGH,
        title="Refunds of the weekend are stuck",
        description="Support counts 140 customers who ask where their money is.",
        opened_by="tobias",
        unseen=2880,
        said="""
        4 mei ack
        7 mei investigating
        18 mei evidence The batch of Saturday was refused as a whole: one IBAN has a space in it.
        27 tobias action Mended the one line and sent the batch again.
        28 mei mitigating
        90 tobias evidence Accepted, 1,204 of 1,204.
        95 mei resolve Refunds are on their way. One bad line refuses a whole batch; we split them from now on.
        4d ruth waive Small and understood; the change is released.
        """,
    ),
    _payments(
        slug="cert-acquirer",
        days=52,
        clock="00:02",
        severity=CRITICAL,
        title="No card payments: our certificate towards the acquirer has expired",
        alerts=(
            Fires("PaymentFailureRate", 0, 71, CRITICAL, "100% of card payments fail"),
            Fires("CertificateExpired", 0, 69, CRITICAL, "CN=tidewater-acq has expired"),
        ),
        unseen=2,
        said="""
        5 tobias ack Woken up
        8 tobias investigating
        9 tobias evidence openssl says notAfter is midnight. The reminder went to somebody who has left.
        15 mei role scribe mei
        22 tobias action Asked the acquirer's night desk for a new one; they want a call back.
        49 tobias action New certificate signed.
        58 tobias action Secret replaced, payments restarted one by one.
        59 tobias mitigating
        72 tobias resolve New certificate in place, valid for two years. All payments work.
        75 mei comms Mail to the harbours: card payments failed from 00:00 to 01:10.
        7d ruth close
        """,
    ),
    _payments(
        slug="cert-warning",
        days=50,
        clock="09:00",
        severity=LOW,
        title="Five more certificates end within a month",
        follows="cert-acquirer",
        alerts=(Fires("CertificateExpiresSoon", 0, 1500, LOW, "5 certificates end within 30 days"),),
        said="""
        15 tobias ack
        20 tobias related cert-acquirer
        25 tobias note Found by the new check. Two are for machines that are gone.
        26h tobias resolve Three renewed, two deleted.
        2d tobias close
        """,
    ),
    _payments(
        slug="invoice-twice",
        days=37,
        clock="13:14",
        severity=MEDIUM,
        title="Some companies got two invoices",
        opened_by="mei",
        unseen=1300,
        said="""
        1 mei investigating
        15 mei evidence 22 invoices, all of bookings that were changed while the run was under way.
        40 tobias action Credit notes for 22 invoices.
        60 mei resolve The run reads a booking twice when it is changed meanwhile. Credit notes are sent.
        3d mei close
        """,
    ),
    _payments(
        slug="fraud-wave",
        days=26,
        clock="03:40",
        severity=HIGH,
        title="Thousands of small payments from one network",
        alerts=(
            Fires("PaymentAttemptsUnusual", 0, 58, HIGH, "attempts are 14 times the usual"),
            Fires("DeclineRateHigh", 4, 50, MEDIUM, "92% of attempts are declined"),
        ),
        said="""
        7 mei ack
        10 mei investigating
        16 mei evidence Somebody tries stolen cards with the cheapest ticket, 2.50 euros, 40 a second.
        21 ines action Rate limit for that network at the edge.
        23 mei mitigating
        30 mei note The acquirer has been told and blocks the cards.
        59 mei resolve Blocked at the edge. Day tickets ask for a login above three attempts now.
        5d ruth waive Handled by the security team's own review, SEC-118.
        """,
    ),
    _payments(
        slug="ledger-drift",
        days=15,
        clock="05:30",
        severity=MEDIUM,
        title="Ledger and acquirer differ by 1,911.40 euros",
        alerts=(Fires("ReconciliationDiff", 0, 420, MEDIUM, "ledger and settlement differ"),),
        said="""
        35 mei ack
        130 mei evidence The difference is three refunds that were booked on the day before.
        410 mei action Booked into the right day.
        425 mei resolve Reconciled to the cent. Day ends at midnight of the acquirer's zone, not of ours.
        2d mei close
        """,
    ),
    _payments(
        slug="acquirer-timeouts-south",
        days=8,
        clock="18:20",
        severity=HIGH,
        title="Card payments time out at the second acquirer",
        follows="acquirer-timeouts",
        alerts=(
            Fires("AcquirerLatency", 0, 22, HIGH, "acquirer south answers after 11 s", labels=(("acquirer", "south"),)),
        ),
        said="""
        2 tobias ack
        4 tobias mitigating
        5 tobias action Weights: north 100, by the runbook.
        6 tobias evidence Failures went from 9% to 1% within a minute.
        23 tobias resolve Routed away, and back after the acquirer's maintenance.
        """,
    ),
)
