"""Bodies that strangers send are read exactly, or refused with a 4xx that says why."""

import pytest

from shared.adapters.http.problem import Problematic
from shared.adapters.http.strict_json import parse


def test_ordinary_json_is_read_as_it_is():
    body = '{"a": [1, 2.5, "ü", null, true], "b": {"c": "\\ud83d\\ude00"}}'.encode()
    assert parse(body) == {"a": [1, 2.5, "ü", None, True], "b": {"c": "😀"}}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "body.not-json"),
        (b"{", 400, "body.not-json"),
        (b"{} {}", 400, "body.not-json"),
        (b"{'a': 1}", 400, "body.not-json"),
        (b"\xff\xfe", 400, "body.not-utf8"),
        ('{"a": 1}'.encode("utf-16"), 400, "body.not-utf8"),
        (b"\xef\xbb\xbf{}", 400, "body.not-json"),
        (b'{"a": 1, "a": 2}', 400, "body.duplicate-key"),
        (b'{"x": {"a": 1, "\\u0061": 2}}', 400, "body.duplicate-key"),
        (b'{"a": NaN}', 400, "body.number"),
        (b'{"a": -Infinity}', 400, "body.number"),
        (b'{"a": 1e999}', 400, "body.number"),
        (b'{"a": ' + b"9" * 5000 + b"}", 400, "body.number"),
        (b'{"a": 9223372036854775808}', 400, "body.number"),
        (b'{"a": 0.' + b"1" * 5000 + b"}", 400, "body.number"),
        (b"[" * 100_000, 400, "body.too-deep"),
        (b"[" * 100_000 + b"]" * 100_000, 400, "body.too-deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "body.too-deep"),
        (b"[" * 40 + b"]" * 40, 400, "body.too-deep"),
        (b'{"a": "x\\u0000y"}', 422, "body.unstorable-text"),
        (b'{"x\\u0000y": 1}', 422, "body.unstorable-text"),
        (b'{"a": ["\\ud800"]}', 422, "body.unstorable-text"),
        (b'{"a": "\x00"}', 400, "body.not-json"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_hostile_body_is_refused_with_its_reason(body: bytes, status: int, code: str):
    with pytest.raises(Problematic) as refused:
        parse(body)
    assert (refused.value.problem.status, refused.value.problem.code) == (status, code)
