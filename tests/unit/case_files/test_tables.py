"""Each of kubectl's tables, as the part of the objects that its rows show."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.cases import case_of


def shown(text: str) -> dict[str, Any]:
    """What the only object of a table says of itself, without its name."""
    (seen,) = case_of(text=text).snapshot.objects
    return {name: each for name, each in seen.manifest.items() if name in {"spec", "status", "subsets", "endpoints"}}


def kind_of(text: str) -> tuple[str, str, str]:
    (seen,) = case_of(text=text).snapshot.objects
    return seen.key.kind, seen.key.namespace, seen.key.name


TABLES = json.loads((Path(__file__).parents[2] / "payloads" / "case_files" / "tables.json").read_text())


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_is_known_by_its_headings_and_says_this(kind: str) -> None:
    text = "\n".join(TABLES[kind]["table"])
    assert kind_of(text)[0] == kind
    assert shown(text) == TABLES[kind]["shows"]


@pytest.mark.parametrize(
    ("word", "ready", "status"),
    [
        ("Running", "1/1", {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}),
        ("Pending", "0/1", {"phase": "Pending"}),
        (
            "Completed",
            "0/1",
            {"phase": "Succeeded", "container": {"terminated": {"reason": "Completed", "exitCode": 0}}},
        ),
        ("OOMKilled", "0/1", {"container": {"terminated": {"reason": "OOMKilled", "exitCode": 137}}}),
        ("ExitCode:3", "0/1", {"container": {"terminated": {"exitCode": 3}}}),
        ("CrashLoopBackOff", "0/1", {"phase": "Running", "container": {"waiting": {"reason": "CrashLoopBackOff"}}}),
        ("ImagePullBackOff", "0/1", {"phase": "Pending", "container": {"waiting": {"reason": "ImagePullBackOff"}}}),
        ("Evicted", "0/1", {"phase": "Failed", "reason": "Evicted"}),
    ],
)
def test_the_word_of_a_pod_becomes_the_status_it_was_made_from(word: str, ready: str, status: dict[str, Any]) -> None:
    text = f"NAME    READY   STATUS             RESTARTS      AGE\nweb-0   {ready}     {word:<18} 4 (2m ago)    5d\n"
    found = shown(text)["status"]
    (container,) = found.pop("containerStatuses")
    expected = status.pop("container", None)
    assert found == status
    assert container["restartCount"] == 4
    assert expected is None or container["state"] == expected


def test_init_containers_have_their_own_words():
    head = "NAME    READY   STATUS                  RESTARTS   AGE\n"
    waiting = shown(f"{head}web-0   0/1     Init:CrashLoopBackOff   4          5d\n")
    assert waiting["status"]["initContainerStatuses"] == [
        {"ready": False, "restartCount": 4, "state": {"waiting": {"reason": "CrashLoopBackOff"}}}
    ]
    counted = shown(f"{head}web-0   0/1     Init:1/3                0          5d\n")
    assert [each["ready"] for each in counted["status"]["initContainerStatuses"]] == [True, False, False]


def test_names_of_get_all_say_their_kind():
    head = "NAME                  READY   UP-TO-DATE   AVAILABLE   AGE\n"
    text = head + "deployment.apps/web   1/1     1            1           5d\n"
    assert kind_of(f"$ kubectl get all -n shop\n{text}") == ("Deployment", "shop", "web")


def test_a_table_of_a_kind_that_looks_like_another_is_what_was_asked_for():
    text = "NAME   READY   AGE\nweb    1/3     5d\n"
    assert kind_of(f"$ kubectl get sts -n shop\n{text}") == ("StatefulSet", "shop", "web")
    assert shown(f"$ kubectl get sts -n shop\n{text}") == {"spec": {"replicas": 3}, "status": {"readyReplicas": 1}}


def test_a_list_without_a_selection_says_what_is_absent():
    maps = "$ kubectl get cm -n shop\nNAME   DATA   AGE\nweb    1      5d\n"
    text = maps + "$ kubectl get secret -n shop\nNo resources found in shop namespace.\n"
    assert case_of(text=text).snapshot.complete == {("ConfigMap", "shop"), ("Secret", "shop")}


def test_a_name_without_a_namespace_is_its_namesake_in_the_same_file():
    pods = "NAME    READY   STATUS             RESTARTS   AGE\nweb-0   0/1     CrashLoopBackOff   4          5d\n"
    case = case_of(
        text=f"{pods}\nName:       web-0\nNamespace:  shop\nNode:       n1/10.0.0.1\nStatus:     Running\nContainers:\n"
    )
    assert [seen.key[1:4] for seen in case.snapshot.objects] == [("Pod", "shop", "web-0")]


def test_a_row_that_does_not_fit_its_heading_is_named():
    text = "NAME    READY   STATUS    RESTARTS   AGE\nweb-0   1/1     Running   0          5d\nsome other words\n"
    assert [(each.lines, each.why) for each in case_of(text=text).unread] == [
        ("3", "a row of a table whose kind or cells are not known")
    ]


def test_events_of_a_list_count_back_from_the_moment_of_the_case():
    head = "LAST SEEN            TYPE      REASON    OBJECT      MESSAGE\n"
    text = head + "3m (x4 over 5m)      Warning   BackOff   pod/web-0   Back-off restarting\n"
    (event,) = case_of(text=f"$ kubectl events -n shop\n{text}").snapshot.events
    assert event.last_at is not None
    assert event.first_at is not None
    assert (event.count, event.about.name, (event.last_at - event.first_at).total_seconds()) == (4, "web-0", 120)
