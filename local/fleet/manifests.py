"""The manifests of one service, as its team keeps them: a deployment and a service, in the words of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from local.demo.services import SERVICES

REGISTRY: Final = "registry.tidewater.example"
_COMPONENT: Final = "component"
_FIRST: Final = "2.13.0"
_DEPLOYMENT: Final = """\
# What {name} runs as. Owned by team {team}.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {team}
  labels:
    app.kubernetes.io/name: {name}
spec:
  replicas: {replicas}
  progressDeadlineSeconds: 600
  strategy:
    type: {strategy}
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
    spec:
      containers:
        - name: {name}
          image: {image}
          env:
{variables}
          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: {memory}
"""
_SERVICE: Final = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {team}
  labels:
    app.kubernetes.io/name: {name}
spec:
  selector:
    app.kubernetes.io/name: {name}
  ports:
    - name: http
      port: 80
      targetPort: 8080
      protocol: TCP
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetService:
    """What the manifests of one service say. ``at_once``: its versions cannot run side by side."""

    name: str
    team: str
    version: str = _FIRST
    replicas: int = 2
    settings: Mapping[str, str] = field(default_factory=lambda: {"LOG_LEVEL": "info"})
    memory: str = "256Mi"
    at_once: bool = False

    @property
    def folder(self) -> str:
        return f"apps/{self.name}"

    @property
    def image(self) -> str:
        return f"{REGISTRY}/{self.name}:{self.version}"

    def files(self) -> dict[str, str]:
        """Gives the text of each of its files by its path in the repository."""
        variables = "\n".join(
            f"            - name: {name}\n              value: {value}" for name, value in self.settings.items()
        )
        deployment = _DEPLOYMENT.format(
            name=self.name,
            team=self.team,
            replicas=self.replicas,
            strategy="Recreate" if self.at_once else "RollingUpdate",
            image=self.image,
            variables=variables,
            memory=self.memory,
        )
        service = _SERVICE.format(name=self.name, team=self.team)
        return {f"{self.folder}/deployment.yaml": deployment, f"{self.folder}/service.yaml": service}


def fleet() -> dict[str, FleetService]:
    """Gives each service that runs in the cluster, as it was when the repository began."""
    found = {
        thing.slug: FleetService(name=thing.slug, team=thing.team.slug)
        for thing in SERVICES
        if thing.kind == _COMPONENT
    }
    return found | {PRICING.name: PRICING}


PRICING: Final = FleetService(
    name="pricing",
    team="booking",
    settings={"LOG_LEVEL": "info", "SURCHARGE_TABLE": "/etc/tariffs/surcharges.csv"},
    at_once=True,
)
