"""What a runbook's step names becomes one action of the vocabulary, or is refused; nothing else can be said in it."""

from typing import Any

import pytest

from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import (
    ArgoSync,
    ArgoTerminate,
    Cordon,
    GitPatch,
    GitRevert,
    ResizeInPlace,
    ResourceAction,
    Uncordon,
)
from shared.remediation.templates import KnownValues, NotRendered, rendered, rendered_where_known
from shared.remediation.tools import TOOLS, InvalidToolArguments, UnknownTool, action_of
from tests.support.hostile_texts import hostile_texts

WEB = ResourceRef(kind="Deployment", name="web", namespace="shop", cluster="eu-1")
NODE = ResourceRef(kind="Node", name="node-1")
POD = ResourceRef(kind="Pod", name="web-0", namespace="shop")
NAMED = {"name": "web", "namespace": "shop"}
COMMIT = "4f2a" * 10
REPOSITORY = "https://git.example/shop.git"
PATCH = {"kind": "Deployment", "pointer": "/spec/replicas", "before": "2", "after": "3"}
ROWS: tuple[tuple[str, dict[str, str], Any], ...] = (
    ("k8s.rollout_restart", {}, ResourceAction(target=WEB, name="restart", parameters={})),
    ("k8s.scale", {"replicas": "3"}, ResourceAction(target=WEB, name="scale", parameters={"replicas": "3"})),
    ("k8s.cordon", {"name": "node-1"}, Cordon(target=NODE)),
    ("k8s.uncordon", {"name": "node-1"}, Uncordon(target=NODE)),
    (
        "k8s.resize",
        {"name": "web-0", "namespace": "shop", "container": "app", "memory": "512Mi"},
        ResizeInPlace(target=POD, container="app", memory="512Mi"),
    ),
    ("argocd.sync", {"application": "web"}, ArgoSync(application="web")),
    ("argocd.terminate", {"application": "web"}, ArgoTerminate(application="web")),
    (
        "argocd.resource_action",
        {"action": "refresh", "application": "web"},
        ResourceAction(application="web", target=WEB, name="refresh", parameters={}),
    ),
    (
        "git.revert",
        {"application": "web", "repository": REPOSITORY, "revision": COMMIT},
        GitRevert(application="web", repository=REPOSITORY, revision=COMMIT),
    ),
    ("git.patch", PATCH, GitPatch(target=WEB, pointer="/spec/replicas", before="2", after="3")),
)


@pytest.mark.parametrize(("tool", "arguments", "action"), ROWS, ids=[row[0] for row in ROWS])
def test_each_tool_is_one_action(tool: str, arguments: dict[str, str], action: Any):
    assert action_of(tool, arguments, WEB) == action


def test_every_tool_has_its_row_here():
    assert {tool for tool, _, _ in ROWS} == TOOLS


@pytest.mark.parametrize(
    ("alias", "tool"), [("k8s.restart", "k8s.rollout_restart"), ("kubernetes.rollout_restart", "k8s.rollout_restart")]
)
def test_what_others_call_it_is_the_same(alias: str, tool: str):
    assert action_of(alias, {}, WEB) == action_of(tool, {}, WEB)


@pytest.mark.parametrize("tool", ["k8s.exec_command", "k8s.apply_manifest", "k8s.delete_resource", "shell.exec"])
def test_what_is_no_tool_is_refused_by_name(tool: str):
    with pytest.raises(UnknownTool, match=f"{tool} is no tool"):
        action_of(tool, NAMED, None)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("k8s.rollout_restart", {"name": "web"}),
        ("k8s.rollout_restart", NAMED | {"kind": "Secret"}),
        ("k8s.rollout_restart", NAMED | {"force": "true"}),
        ("k8s.scale", NAMED | {"replicas": "many"}),
        ("k8s.scale", NAMED | {"replicas": "-1"}),
        ("k8s.scale", NAMED | {"replicas": "100000"}),
        ("git.revert", {"application": "web", "repository": "file:///etc", "revision": COMMIT}),
        ("git.revert", {"application": "web", "repository": REPOSITORY, "revision": "--upload-pack=x"}),
        ("git.patch", NAMED | PATCH | {"after": "not json"}),
        ("argocd.sync", {"application": "web", "revision": "-x"}),
        ("argocd.resource_action", NAMED | {"kind": "Job", "action": "delete"}),
    ],
)
def test_what_does_not_fit_its_form_is_refused(tool: str, arguments: dict[str, str]):
    with pytest.raises(InvalidToolArguments):
        action_of(tool, arguments, None)


def test_a_target_named_once_is_meant_by_steps_that_name_none_and_by_no_other():
    assert action_of("k8s.rollout_restart", {}, WEB).target == WEB  # type: ignore[union-attr]
    other = action_of("k8s.rollout_restart", {"name": "api", "namespace": "pay"}, WEB)
    assert other.target == ResourceRef(kind="Deployment", name="api", namespace="pay")  # type: ignore[union-attr]


def test_nothing_that_a_label_says_becomes_more_than_a_name():
    """A label of anybody's making stands for a name: it is one, or the step is refused."""
    texts = [*hostile_texts(), "--all", "-n kube-system", "web;rm", "web\n--all", "../etc", "$(id)", "`id`", "WEB", ""]
    assert len(texts) > 200
    for text in texts:
        known = KnownValues(labels={"deployment": {text}})
        arguments = {"name": rendered("{{ labels.deployment }}", known), "namespace": "shop"}
        with pytest.raises(InvalidToolArguments) as refused:
            action_of("k8s.rollout_restart", arguments, None)
        assert not text.strip() or text not in str(refused.value)


def test_what_is_filled_in_is_not_filled_in_again():
    known = KnownValues(labels={"a": {"{{ arguments.secret }}"}}, arguments={"secret": "s"})
    assert rendered("x {{labels.a}} y", known) == "x {{ arguments.secret }} y"


def test_a_label_on_which_alerts_do_not_agree_or_that_is_not_there_refuses():
    known = KnownValues(labels={"pod": {"a", "b"}}, incident={"number": "7"})
    with pytest.raises(NotRendered, match=r"do not agree on labels\.pod"):
        rendered("{{ labels.pod }}", known)
    with pytest.raises(NotRendered, match=r"there is no annotations\.x"):
        rendered("{{ annotations.x }}", known)
    assert rendered("INC-{{ incident.number }}", known) == "INC-7"
    assert rendered_where_known("{{ labels.pod }} of {{ incident.number }}", known) == "{{ labels.pod }} of 7"
