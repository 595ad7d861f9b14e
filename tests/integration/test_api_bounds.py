"""What would compute without end is refused over HTTP in words that help; what is stored of it says its problem."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.app.operations import dispatcher
from shared.kernel.ids import derive
from tests.support.api import ADA, BOB, Api
from tests.support.writing_gate import deciding_api


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


def put(api: Api, key: str, name: str, **definition: Any) -> Any:
    body = {"definition": {"name": name, "group_by": ["service"], **definition}}
    return api.ask("PUT", f"/v1/correlation-rules/{derive('rule', name)}", key=key, body=body)


def silence(api: Api, key: str, matcher: str, rrule: str) -> Any:
    definition = {
        "matchers": [matcher],
        "starts_at": "2030-03-03T01:00:00Z",
        "reason": "upgrade",
        "recurrence": {"rrule": rrule, "zone": "Europe/Berlin", "duration_s": 7200},
    }
    return api.ask("POST", "/v1/silences", key=key, body={"definition": definition})


@pytest.mark.parametrize(
    ("matcher", "rrule", "code", "saying"),
    [
        ("team='a'", "FREQ=DAILY", "silence.invalid_matcher", 'write team="a"'),
        ('team=~"(?=a)a"', "FREQ=DAILY", "silence.invalid_matcher", "look-around cannot be used"),
        ('team="a"', "FREQ=DAILY;INTERVAL=0", "silence.invalid_rule", "INTERVAL=0 is not a number from 1 to 1000"),
        ('team="a"', "FREQ=YEARLY;BYMONTH=13", "silence.invalid_rule", "BYMONTH=13 is not a number from 1 to 12"),
    ],
)
def test_a_silence_that_means_nothing_is_refused_in_words(api: Api, matcher, rrule, code, saying):
    answer = silence(api, api.key(ADA, "responder"), matcher, rrule)
    assert (answer.status_code, answer.json["code"]) == (409, code)
    assert saying in answer.json["detail"]


def test_a_rule_whose_expression_other_engines_never_finish_is_taken_and_has_no_problem(api: Api):
    key = api.key(ADA, "admin")
    assert put(api, key, "any", matchers=[f'team=~"{"(a?)" * 50}{"a" * 50}"']).status_code == 200
    listed = api.ask("GET", "/v1/correlation-rules", key=key).json["items"]
    assert [rule["problem"] for rule in listed if not rule["default"]] == [None]


def test_a_tenant_has_only_so_many_rules_and_may_still_change_or_delete_them(api: Api, monkeypatch):
    monkeypatch.setattr(dispatcher, "MAX_PER_AGGREGATE_TYPE", {"correlation_rule": (2, {"deleted": False})})
    key, others = api.key(ADA, "admin"), api.key(BOB, "admin")
    assert [put(api, key, name).status_code for name in ("a", "b")] == [200, 200]
    third = put(api, key, "c")
    assert (third.status_code, third.json["code"]) == (409, "correlation_rule.too_many")
    assert "There are 2 of them already" in third.json["title"]
    assert put(api, key, "a", priority=7).status_code == 200
    assert put(api, others, "c").status_code == 200
    assert api.ask("DELETE", f"/v1/correlation-rules/{derive('rule', 'a')}", key=key).status_code == 200
    assert put(api, key, "c").status_code == 200
