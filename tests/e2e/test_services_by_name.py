"""A service is asked for by what people call it, through the API and from the command line."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli import incidents
from cli.operations import attach
from tests.support.clockwork import Clockwork
from tests.support.served import served
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("transport_name", ["postgres"], indirect=True)]

NAMES = ("ledger", "Ledger API", "ledger api")


def service(site: Site, slug: str, name: str, **definition) -> str:
    body = {"slug": slug, "definition": {"name": name} | definition}
    return site.command("POST", "/v1/services", body)["aggregate_id"]


def refused(site: Site, name: str) -> tuple[int, str, str]:
    answer = site.world.api(site.tenant, "GET", f"/v1/incidents?service_id={name}")
    return answer.status_code, answer.json["code"], answer.json["detail"]


@pytest.mark.parametrize("name", NAMES)
def test_slug_and_name_do_wherever_an_id_does(site: Site, name: str):
    made = {"slug": "restart", "definition": {"title": "Restart", "steps": [{"id": "a", "title": "Restart it"}]}}
    runbook = site.command("POST", "/v1/runbooks", made)["aggregate_id"]
    ledger = service(site, "ledger", "Ledger API", runbook_ids=[runbook])
    site.command("POST", "/v1/runbooks", made | {"slug": "other"})
    site.tell(a_group(an_alert("a1", labels={"service": "ledger"}), an_alert("a2")))
    for path in ("/v1/incidents", "/v1/alerts"):
        assert site.all(path, service_id=name) == site.all(path, service_id=ledger)
        assert len(site.all(path, service_id=name)) == 1
    assert [each["slug"] for each in site.all("/v1/runbooks/search", service_id=name)] == ["restart"]
    assert [each["slug"] for each in site.all("/v1/runbooks/search", service_id=name, text="restart")] == ["restart"]
    for path in ("/v1/postmortems/search", "/v1/postmortems/action-items", "/v1/slos"):
        assert site.all(path, service_id=name) == []
    opened = site.command("POST", "/v1/incidents", {"title": "slow", "severity": "low", "service_ids": [name]})
    linked = site.command("POST", "/v1/incidents", {"title": "slower", "severity": "low"})["aggregate_id"]
    site.command("POST", f"/v1/incidents/{linked}/services", {"service_ids": [name], "reason": "it waits for it"})
    for incident in (opened["aggregate_id"], linked):
        assert [each["slug"] for each in site.get(f"/v1/incidents/{incident}")["services"]] == ["ledger"]


def test_a_name_that_is_nobodys_says_what_is_near_and_one_of_several_which(site: Site):
    service(site, "ledger", "Ledger")
    assert refused(site, "legder") == (422, "service.unknown", "there is no service 'legder'; nearest: ledger")
    service(site, "books-1", "Books")
    service(site, "books-2", "Books")
    assert refused(site, "books") == (422, "service.ambiguous", "say which: books-1, books-2")


class Sre:
    def __init__(self, url: str, key: str, directory: Path) -> None:
        (directory / "local.json").write_text(json.dumps({"api_url": url, "api_key": key}))
        self._place = ["--data-dir", str(directory)]
        self._app = typer.Typer()
        self._app.add_typer(incidents.incidents, name="incidents")
        attach(self._app, {"incidents": incidents.incidents})

    def __call__(self, *words: str) -> str:
        result = CliRunner().invoke(self._app, [*words, *self._place])
        assert result.exit_code == 0, result.output
        return result.output


def test_people_see_services_maintenance_rules_and_what_no_incident_holds(site: Site, clock: Clockwork, tmp_path: Path):
    service(site, "ledger", "Ledger API")
    definition = {
        "kind": "maintenance",
        "matchers": ['service="ledger"'],
        "starts_at": clock.now.isoformat(),
        "ends_at": clock.now.replace(year=clock.now.year + 1).isoformat(),
        "reason": "the disks are changed",
    }
    site.command("POST", "/v1/silences", {"definition": definition})
    low = an_alert("b2", labels={"severity": "info"})
    site.tell(a_group(an_alert("b1", labels={"service": "ledger"}), low))
    with served(site.world.front.application) as url:
        sre = Sre(url, site.tenant.api_key, tmp_path)
        listed = sre("incidents", "list", "--service", "Ledger API")
        assert "Ledger API" in listed
        assert f"maintenance until {clock.now.year + 1}-" in listed
        assert "by human:test: the disks are changed" in listed
        assert "1 alert fires without an incident; `sre alerts list-active --without-incident` shows them" in listed
        shown = sre("incidents", "show", "INC-1")
        assert "services: Ledger API" in shown
        assert "the disks are changed" in shown
        assert "names it" in shown
        assert "maintenance until" in sre("alerts", "list-active")
        assert '"b1"' not in sre("alerts", "list-active", "--without-incident", "--json")
        assert "opens incidents from severity medium up" in sre("alerts", "get", site.alerts()["b2"]["alert_id"])
        rules = sre("rules", "list")
        assert rules.index("default: service") < rules.index("default: namespace") < rules.index("default: alert name")
        assert "DEFAULT" in rules
        assert "Ledger API" in sre("services", "get", "ledger")
        linked = sre("incidents", "create", "--title", "slow", "--severity", "low", "--service", "ledger", "--json")
        assert '"status": "accepted"' in linked
        site.world.settle()
        assert sre("incidents", "list", "--service", "ledger").count("INC-") == 2
