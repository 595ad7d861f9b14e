"""A command whose effect a page shows: a new incident."""

import http.client
import json
from urllib.parse import urlsplit

from bench.system import System


class NewIncident:
    """Each has a title of its own."""

    def __init__(self, system: System) -> None:
        url = urlsplit(system.local["api_url"])
        self._connection = http.client.HTTPConnection(url.hostname or "127.0.0.1", url.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {system.local['api_key']}", "Content-Type": "application/json"}
        self._sent = 0

    def send(self) -> str:
        """Sends it, and gives its title once it is answered. It is worse than what is open, so that it stands first."""
        self._sent += 1
        title = f"Bench incident {self._sent:05d}"
        body = json.dumps({"title": title, "severity": "critical"})
        self._connection.request("POST", "/v1/incidents", body, self._headers)
        answer = json.loads(self._connection.getresponse().read())
        if "position" not in answer:
            raise RuntimeError(f"the command was answered by {answer}")
        return title
