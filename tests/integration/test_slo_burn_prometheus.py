"""A real Prometheus counts a service that fails: its budget burns, an incident opens, and recovery resolves it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from shared.kernel.vocabulary import IncidentStatus, Severity
from tests.support.burning_world import MINUTE, BurningWorld, burning_world
from tests.support.exporter import Exporter, exporter
from tests.support.patience import wait_until
from tests.support.real_prometheus import RealPrometheus, real_prometheus

pytestmark = [pytest.mark.prometheus, pytest.mark.postgres, pytest.mark.timeout(300)]

OPEN, RESOLVED = (IncidentStatus.OPEN, Severity.CRITICAL), (IncidentStatus.RESOLVED, Severity.CRITICAL)


class Shop:
    """A service under traffic, the Prometheus that scrapes it, and what becomes of its objective."""

    def __init__(self, service: Exporter, prometheus: RealPrometheus, world: BurningWorld) -> None:
        self.service, self.prometheus, self.world = service, prometheus, world

    def minute(self, number: int, *, failing: int = 0) -> list[tuple[IncidentStatus, Severity]]:
        """The service works until the end of this minute, and is scraped; then everybody has a turn."""
        self.service.works(self._missing(number), failing=failing)
        wait_until(self.is_scraped, "Prometheus has scraped it")
        return self.world.at(number)

    def unscraped(self, number: int) -> list[tuple[IncidentStatus, Severity]]:
        """The same while nobody scrapes it."""
        self.service.works(self._missing(number), scraped=False)
        return self.world.at(number)

    def _missing(self, number: int) -> timedelta:
        return self.world.begins + MINUTE * (number + 1) - self.service.at

    def is_scraped(self) -> bool:
        newest = {"query": "max(timestamp(http_requests_total))", "time": f"{self.service.at.timestamp()}"}
        result = httpx.get(f"{self.prometheus.url}/api/v1/query", params=newest).json()["data"]["result"]
        return bool(result) and float(result[0]["value"][1]) > self.service.at.timestamp() - 3


def test_a_burn_opens_an_incident_recovery_resolves_it_and_who_counts_may_be_away(
    database_url: str, quick_path: Path
) -> None:
    begins = datetime.now(UTC).replace(second=0, microsecond=0) - 45 * MINUTE
    with exporter(begins) as service, real_prometheus(quick_path, scraping=service.port) as prometheus:
        prometheus.start()
        with burning_world(database_url, prometheus.url, begins) as world:
            shop = Shop(service, prometheus, world)
            assert shop.minute(14) == []
            assert shop.minute(15, failing=2) == [], "ten times what may be, in ten minutes"
            assert shop.minute(16, failing=2) == [OPEN], "twenty times"
            assert shop.minute(17, failing=1) == [OPEN]
            shop.minute(18)
            assert [event.status for event in world.correlation.aggregates("alert")][:1] == ["resolved"]
            assert shop.minute(24) == [RESOLVED]
            _away_and_back(shop)


def _away_and_back(shop: Shop) -> None:
    """Prometheus has minute 26 already and cannot say it; what fails while it is away nobody has scraped."""
    shop.service.works(2 * MINUTE)
    wait_until(shop.is_scraped, "Prometheus has scraped it")
    shop.prometheus.stop()
    for number in range(27, 31):
        assert shop.unscraped(number) == [RESOLVED], "nothing pages"
    assert max(shop.world.told) == 24, "nothing is invented"
    shop.prometheus.start()
    assert shop.minute(33) == [RESOLVED], "and what is caught up pages nobody"
    assert shop.world.told[25] == shop.world.told[26] == (24, 24), "what it had is told"
    assert not set(range(27, 31)) & set(shop.world.told), "what nobody scraped is a gap"
    assert shop.world.told[33] == (24, 24)
