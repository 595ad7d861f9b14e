"""One value changes, and not one byte beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.git.yaml_value import CannotEdit, documents, scalar_at, with_value

DEPLOYMENT = """\
# Owned by team-booking.
apiVersion: apps/v1
kind: Deployment
metadata: {name: checkout, labels: {app: "checkout"}}
spec:
    replicas: 3      # three zones
    template:
        spec:
            containers:
            -   name: app
                image: 'registry.example.com/checkout:1.4.2'   # renovate
                env: [{name: MODE, value: "on"}]
            - name: proxy
              image: envoy:v1.31
---

# A second one.
kind: Service
spec: {ports: [{port: 80}]}
"""

IMAGE = ("spec", "template", "spec", "containers", 0, "image")


def edited(text: str, path, before, after, document: int = 0) -> str:
    return with_value(text, [node for _, node in documents(text)][document], path, before, after)


@pytest.mark.parametrize(
    ("path", "before", "after", "was", "becomes"),
    [
        (IMAGE, "registry.example.com/checkout:1.4.2", "registry.example.com/checkout:1.4.1", ":1.4.2'", ":1.4.1'"),
        (("spec", "replicas"), 3, 5, "replicas: 3 ", "replicas: 5 "),
        (("spec", "template", "spec", "containers", 1, "image"), "envoy:v1.31", "envoy:v1.30", "v1.31", "v1.30"),
        (("metadata", "labels", "app"), "checkout", 'a"b', '"checkout"}', '"a\\"b"}'),
        (("metadata", "name"), "checkout", "true", "name: checkout,", 'name: "true",'),
        (("metadata", "name"), "checkout", "1.10", "name: checkout,", 'name: "1.10",'),
    ],
)
def test_only_that_value_changes(path, before, after, was, becomes):
    assert DEPLOYMENT.count(was) == 1
    assert edited(DEPLOYMENT, path, before, after) == DEPLOYMENT.replace(was, becomes)


def test_a_later_document_keeps_those_before_it():
    text = edited(DEPLOYMENT, ("spec", "ports", 0, "port"), 80, 8080, document=1)
    assert text == DEPLOYMENT.replace("port: 80", "port: 8080")


def test_line_ends_of_windows_and_a_byte_order_mark_stay():
    text = "\ufeffa: 1\r\nb: x # y\r\n"
    assert edited(text, ("b",), "x", "z") == "\ufeffa: 1\r\nb: z # y\r\n"


@pytest.mark.parametrize(
    ("text", "path", "before", "why"),
    [
        ("a: 1", ("b",), 1, "/b is not in the file"),
        ("a: 1", ("a", "b"), 1, "/a/b is not in the file"),
        ("a: 2", ("a",), 1, "/a is 2 and not 1"),
        ("a: '1'", ("a",), 1, '/a is "1" and not 1'),
        ("a: true", ("a",), 1, "/a is true and not 1"),
        ("a: {b: 1}", ("a",), 1, "not a single value"),
        ("a: &x 1\nb: *x", ("a",), 1, "an anchor that other places use too"),
        ("d: &d {a: 1}\ne: *d", ("d", "a"), 1, "an anchor that other places use too"),
        ("a: |\n  one\n", ("a",), "one\n", "a block of text"),
        ("a: [", ("a",), 1, "not YAML"),
        ("a: !!python/object:os.system x", ("a",), 1, "not YAML"),
        ("[" * 2_000, ("a",), 1, "not YAML|nested deeper"),
        ("[" * 150 + "]" * 150, ("a",), 1, "nested deeper than 100"),
        ("a: " + "x" * 1_000_000, ("a",), 1, "longer than"),
    ],
)
def test_what_is_not_as_it_was_read_or_cannot_change_alone_is_refused(text, path, before, why):
    with pytest.raises(CannotEdit, match=why):
        edited(text, path, before, 2)


def test_aliases_of_aliases_are_refused_before_they_are_unfolded():
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 12))
    with pytest.raises(CannotEdit):
        edited("l0: &l0 [x]\n" + levels, ("l0",), 1, 2)


@given(st.text(max_size=30))
def test_any_text_reads_back_as_itself(after: str):
    for text in ("a: old # why\nb: 2\n", "a: 'old'\nb: 2\n", 'a: "old"\nb: 2\n', "{a: old, b: 2}\n"):
        changed = edited(text, ("a",), "old", after)
        ((value, node),) = documents(changed)
        assert value == {"a": after, "b": 2}
        found = scalar_at(node, ("a",))
        assert found is not None
        assert found.value == after
