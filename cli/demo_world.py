"""The invented company's side of the demo: what its Alertmanager would send, and what its cluster shows."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import httpx

from cli.demo import sample_tenant, writer_gate
from cli.installation import Installation
from local.demo_targets import WorldPlaces
from shared.kernel.ids import TenantId, document_id_for
from shared.ports.clock import SystemClock

_ALERT: Final = Path(__file__).parent.parent / "local" / "demo" / "pricing_crashes.json"
_PODS: Final = "/api/v1/namespaces/booking/pods"
_SELECTOR: Final = {"labelSelector": "app.kubernetes.io/name=pricing"}
#: What somebody wrote down the last time.
KNOWN: Final = {
    "slug": "incident-notes/2026-08-14-pricing",
    "content": {
        "kind": "incident_note",
        "title": "pricing crash loops after a release: required setting SURCHARGE_TABLE is not set",
        "environment": "production",
        "application": "pricing",
        "resource": "Deployment booking/pricing",
        "symptom": "KubePodCrashLooping: pod of pricing is crash looping; container pricing of booking/pricing restarts"
        " again and again.",
        "root_cause": "A release renamed a setting that the program still asks for by its old name.",
        "fix": "The commit of the release was reverted; Argo CD deployed the version before.",
        "verification": "No restarts for ten minutes.",
        "verified": True,
        "occurred_at": "2026-08-14T07:20:00Z",
    },
}


class DemoSide:
    """Speaks to the system as the company's people and programs would."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self.places = WorldPlaces(installation.data.path)
        self._targets = json.loads(self.places.evidence.read_text("utf-8"))

    @property
    def cluster_url(self) -> str:
        return str(self._targets["clusters"][0]["server"])

    @property
    def argocd_url(self) -> str:
        return str(self._targets["argocd"][0]["url"])

    def tell_what_is_known(self) -> None:
        """The catalog with what depends on what, runbooks, postmortems, and a note of the last time."""
        from local.demo.learned import LEARNED  # noqa: PLC0415 - the story is long
        from local.demo.postmortems import postmortems  # noqa: PLC0415
        from local.demo.practised import GUIDES  # noqa: PLC0415
        from local.demo.runbooks import runbooks  # noqa: PLC0415
        from local.demo.scene import Scene  # noqa: PLC0415
        from local.demo.services import services  # noqa: PLC0415
        from local.demo.stories import STORIES  # noqa: PLC0415
        from local.demo.writing import WriteCounts, tell  # noqa: PLC0415

        tenant_id = TenantId(sample_tenant(self._installation.data.path))
        scene = Scene(tenant_id=tenant_id, now=SystemClock().now().replace(second=0, microsecond=0), seed=7)
        told = [*services(scene), *runbooks(scene, STORIES, GUIDES, ()), *postmortems(scene, STORIES, LEARNED)]
        tell(writer_gate(self._installation), tenant_id, told, WriteCounts(), lambda _more: None)
        document_id = document_id_for(tenant_id, str(KNOWN["slug"]))
        self._installation.ask("PUT", f"/v1/knowledge-documents/{document_id}", KNOWN, {})

    def alert(self, status: str) -> None:
        """Sends the alert, firing or resolved, as Alertmanager would."""
        message = json.loads(_ALERT.read_text("utf-8"))
        message["status"] = status
        now = SystemClock().now().astimezone(UTC).isoformat()
        for each in message["alerts"]:
            each["status"] = status
            if status == "resolved":
                each["endsAt"] = now
        self._installation.send_to_webhook("alertmanager", json.dumps(message).encode())

    def runs(self) -> bool:
        """Whether every pod of the service is ready."""
        pods = self._pods()
        return bool(pods) and all(
            container["ready"] for pod in pods for container in pod["status"].get("containerStatuses", [{"ready": 0}])
        )

    def crash_loops(self) -> bool:
        """Whether a container of the service waits to be started again, since it has ended too often."""
        containers = [each for pod in self._pods() for each in pod["status"].get("containerStatuses", [])]
        return any(each["state"].get("waiting", {}).get("reason") == "CrashLoopBackOff" for each in containers)

    def _pods(self) -> list[dict[str, Any]]:
        token = Path(self._targets["clusters"][0]["token_file"]).read_text("utf-8").strip()
        asked = httpx.get(
            f"{self.cluster_url}{_PODS}", params=_SELECTOR, headers={"Authorization": f"Bearer {token}"}, timeout=10
        )
        pods: list[dict[str, Any]] = asked.json()["items"]
        return pods
