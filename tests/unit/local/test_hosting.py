"""Functions hosted together behave as if each had its process to itself."""

import os
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

from local.hosting import load_function, mounted

_SAYS = """
import flask, functions_framework

@functions_framework.http
def {target}(request: flask.Request) -> str:
    return "{text} " + request.path

@functions_framework.http
def other(request: flask.Request) -> str:
    return "other of {text}"
"""
_EVENT = """
import functions_framework

@functions_framework.cloud_event
def work(event) -> None:
    if event["type"] != "known":
        raise ValueError("unknown type")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for function, source in (
        ("first", _SAYS.format(target="work", text="first")),
        ("second", _SAYS.format(target="work", text="second")),
        ("events", _EVENT),
    ):
        (tmp_path / function).mkdir()
        (tmp_path / function / "main.py").write_text(source)
    return tmp_path


def test_entry_points_of_the_same_name_stay_apart(folder):
    first, second = (load_function(name, "work", folder=folder) for name in ("first", "second"))
    assert Client(first).get("/a").text == "first /a"
    assert Client(second).get("/a").text == "second /a"


def test_an_entry_point_takes_events_even_after_one_of_the_same_name_took_requests(folder):
    load_function("first", "work", folder=folder)
    events = load_function("events", "work", folder=folder)
    headers = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "test", "ce-type": "known"}
    assert Client(events).post("/", headers=headers, json={}).status_code == 200
    assert Client(events).post("/", headers=headers | {"ce-type": "strange"}, json={}).status_code == 500


def test_loading_leaves_no_trace_in_the_process(folder):
    path, environment = list(sys.path), dict(os.environ)
    load_function("first", "work", folder=folder)
    assert sys.path == path
    assert dict(os.environ) == environment
    assert "main" not in sys.modules


def test_each_is_reached_below_its_path_and_nothing_else_is_there(folder):
    application = mounted(
        {
            "/first/work/": load_function("first", "work", folder=folder),
            "/first/other/": load_function("first", "other", folder=folder),
        }
    )
    assert Client(application).get("/first/work/x").text == "first /x"
    assert Client(application).get("/first/other/").text == "other of first"
    assert Client(application).get("/elsewhere").status_code == 404


def test_what_is_not_below_a_path_goes_to_the_default(folder):
    application = mounted(
        {"/hooks": load_function("first", "work", folder=folder)},
        otherwise=load_function("second", "work", folder=folder),
    )
    assert Client(application).get("/hooks/a").text == "first /a"
    assert Client(application).get("/openapi.json").text == "second /openapi.json"
