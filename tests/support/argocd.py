"""The shipped templates of Argo CD's notifications, rendered with a recorded application."""

import json
import re
from pathlib import Path
from typing import Any

from shared.adapters.argocd import webhook
from shared.adapters.argocd.webhook import parse_argocd
from shared.domain.alert.intents import IngestAlert
from tests.support.intake import NOW, a_source, recorded

CONFIG_MAP = (Path(webhook.__file__).parent / "notifications-cm.yaml").read_text("utf-8")
CONTEXT = {"argocdUrl": "https://argocd.example"}
EMPTY = {'""': "", "(list)": [], "(dict)": {}}


def template(condition: str) -> str:
    """The body of one template, as it stands in the ConfigMap."""
    body = CONFIG_MAP.split(f"template.sre-{condition}: |\n")[1].split("body: |\n")[1].split("\n  template.")[0]
    return "\n".join(line.removeprefix(" " * 10) for line in body.splitlines())


def dig(path: list[str], default: Any, found: Any) -> Any:
    for name in path:
        if name not in found:
            return default
        found = found[name]
    return found


def render(condition: str, application: dict[str, Any]) -> bytes:
    """Go's templates, as far as ours go: ``toJson`` over ``dig`` with a default, and over the context."""

    def value(match: re.Match[str]) -> str:
        if match["context"]:
            return json.dumps(CONTEXT[match["context"]])
        return json.dumps(dig(re.findall(r'"(\w+)"', match["path"]), EMPTY[match["default"]], application))

    pattern = (
        r"\{\{toJson (?:\.context\.(?P<context>\w+)|"
        r'\(dig (?P<path>(?:"\w+" )+)(?P<default>""|\(list\)|\(dict\)) \.app\))\}\}'
    )
    rendered = re.sub(pattern, value, template(condition))
    assert "{{" not in rendered
    return rendered.encode()


def application(**status: Any) -> dict[str, Any]:
    found = recorded("argocd/degraded_application.json")
    found["status"] |= status
    return found


def one(condition: str, app: dict[str, Any], **settings: Any) -> IngestAlert:
    (intent,) = parse_argocd(render(condition, app), a_source("argocd", **settings), NOW).intents
    return intent
