"""The line of the file that a citation speaks of."""

import json

import pytest

from shared.adapters.case_files.locating import line_of
from tests.support import manifests as k8s
from tests.support.json_path import value_at

POD = k8s.pod("web-0", k8s.running(), k8s.waiting("CrashLoopBackOff", restarts=7, last=k8s.ended(1)))
AS_JSON = json.dumps(POD, indent=4)
AS_YAML = """- apiVersion: v1
  kind: Pod
  metadata:
    annotations:
      example.io/note: here
  status:
    containerStatuses:
    - name: web
      ready: false
    - name: proxy
      state: {waiting: {reason: CrashLoopBackOff}}
"""


@pytest.mark.parametrize(
    "path",
    ["$.metadata.name", "$.status.containerStatuses[1].state.waiting.reason", "$.status.conditions[0].status"],
)
def test_in_json_it_is_the_line_with_the_value(path: str) -> None:
    line = line_of(AS_JSON, path)
    assert line is not None
    assert json.dumps(value_at(POD, path)) in AS_JSON.split("\n")[line - 1]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("$.metadata.annotations['example.io/note']", 5),
        ("$.status.containerStatuses[0].ready", 9),
        ("$.status.containerStatuses[1].state.waiting.reason", 11),
        ("$.status.containerStatuses[2].ready", None),
        ("$.status.phase", None),
        ("line 12", 12),
        ("event", 1),
        ("somewhere", None),
    ],
)
def test_in_an_item_of_a_yaml_list_it_is_counted_from_the_item(path: str, line: int | None) -> None:
    assert line_of(AS_YAML, path) == line


def test_a_description_has_no_such_line():
    assert (
        line_of("Name:  web-0\nStatus:  Running\n    State:  Waiting\n      Reason:  Error\n", "$.status.phase") is None
    )
