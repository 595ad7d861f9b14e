"""One tenant: what its monitoring systems send, and what its people are shown."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.support.json_client import JsonAnswer
from tests.support.world import Tenant, World


@dataclass(frozen=True)
class Site:
    world: World
    tenant: Tenant

    def post(self, body: Any, *, kind: str = "alertmanager") -> JsonAnswer:
        return self.world.post(self.tenant, body, kind=kind)

    def tell(self, body: Any, *, kind: str = "alertmanager") -> dict[str, Any]:
        """Accepted, and everything that follows from it has happened."""
        answer = self.post(body, kind=kind)
        assert answer.status_code == 202, answer.text
        self.world.settle()
        return answer.json

    def tick(self) -> None:
        """What is due happens, with everything that follows."""
        for path in ("/domain_writer_tick/", "/tick/"):
            assert self.world.call(path)
        self.world.settle()

    def get(self, path: str, **parameters: Any) -> Any:
        answer = self.world.api(self.tenant, "GET", f"{path}?{urlencode(parameters, doseq=True)}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def all(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """Every page of a list."""
        items: list[dict[str, Any]] = []
        while True:
            page = self.get(path, limit=100, **parameters)
            items += page["items"]
            if page["next_cursor"] is None:
                return items
            parameters["cursor"] = page["next_cursor"]

    def alerts(self, **parameters: Any) -> dict[str, dict[str, Any]]:
        """As the view shows them, by fingerprint."""
        return {alert["fingerprint"]: alert for alert in self.all("/v1/alerts", **parameters)}

    def alert(self, fingerprint: str) -> dict[str, Any]:
        """As the writer knows it, resends included."""
        return self.get(f"/v1/alerts/{self.alerts()[fingerprint]['alert_id']}")

    def statuses(self) -> dict[str, str]:
        return {fingerprint: alert["status"] for fingerprint, alert in self.alerts().items()}

    def incidents(self) -> list[dict[str, Any]]:
        """Oldest first."""
        return self.all("/v1/incidents")[::-1]

    def outcome(self, message_id: str) -> dict[str, Any]:
        return self.get(f"/v1/messages/{message_id}/outcome")

    def quarantine(self) -> list[dict[str, Any]]:
        return self.get("/v1/quarantine")["items"]

    def facts(self, name: str) -> list[dict[str, Any]]:
        """Data of the tenant's facts of this name (``alert-ingested``), in the order in which they were written."""
        rows = self.world.rows(
            "SELECT event FROM domain.fact WHERE tenant_id = %s AND type LIKE %s ORDER BY position",
            self.tenant.id,
            f"%.fact.{name}.v%",
        )
        return [json.loads(event)["data"] for (event,) in rows]

    def command(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Done, and everything that follows from it has happened."""
        answer = self.world.api(self.tenant, method, path, body)
        assert answer.status_code in {200, 201}, answer.text
        self.world.settle()
        return answer.json
