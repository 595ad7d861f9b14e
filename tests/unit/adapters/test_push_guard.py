"""In front of a function that is pushed to nothing is parsed before the size is known and the caller recognised."""

import io
from pathlib import Path

import flask
import pytest
from werkzeug.test import Client

from shared.adapters.http.front import PRINCIPAL
from shared.adapters.http.service_identity import TokenSigner, make_local_identity
from shared.bootstrap.push_guard import MAX_BODY, protect
from shared.settings import IdentitySettings

ISSUER, AUDIENCE, CALLER = "https://issuer.example", "https://us.example", "broker@issuer.example"


class Guarded:
    """A function that counts how often it is reached and how much it reads."""

    def __init__(self, directory: Path) -> None:
        jwk, jwks = make_local_identity(directory)
        self.jwks = jwks
        self.token = TokenSigner(str(jwk), issuer=ISSUER, caller_email=CALLER).token(AUDIENCE)
        self.bodies: list[bytes] = []
        app = flask.Flask("guarded")
        app.add_url_rule("/", view_func=self._handle, methods=["POST"])
        settings = IdentitySettings(
            identity_jwks=str(jwks), identity_issuer=ISSUER, identity_audience=AUDIENCE, identity_callers=f"x, {CALLER}"
        )
        protect(app, settings)
        self.client = Client(app)

    def _handle(self) -> str:
        self.bodies.append(flask.request.get_data())
        return str(flask.request.environ[PRINCIPAL])

    def push(self, authorization: str | None, **environ: str):
        headers = {} if authorization is None else {"Authorization": authorization}
        return self.client.post("/", data=b"{}", headers=headers, environ_overrides=environ)


@pytest.fixture
def guarded(tmp_path: Path) -> Guarded:
    return Guarded(tmp_path)


def test_an_allowed_caller_reaches_the_function_which_knows_who_it_is(guarded: Guarded):
    answer = guarded.push(f"Bearer {guarded.token}")
    assert (answer.status_code, answer.text, guarded.bodies) == (200, CALLER, [b"{}"])


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer x", "Basic abc", "Bearer sre_key"])
def test_anybody_else_is_refused_and_the_function_is_not_reached(guarded: Guarded, authorization: str | None):
    answer = guarded.push(authorization)
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert (answer.json["code"], answer.headers["WWW-Authenticate"]) == ("identity.unknown", "Bearer")
    assert guarded.bodies == []


@pytest.mark.parametrize(
    ("environ", "status", "code"),
    [
        ({"CONTENT_LENGTH": str(MAX_BODY + 1)}, 413, "body.too-large"),
        ({"CONTENT_LENGTH": "9" * 100}, 413, "body.too-large"),
        ({"CONTENT_LENGTH": "12, 13"}, 400, "body.length-malformed"),
        ({"CONTENT_LENGTH": "-1"}, 400, "body.length-malformed"),
        ({"CONTENT_LENGTH": "٣"}, 400, "body.length-malformed"),
        ({"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}, 411, "body.length-required"),
    ],
)
def test_a_body_of_no_acceptable_size_is_refused_before_anything_else(
    guarded: Guarded, environ: dict[str, str], status: int, code: str
):
    answer = guarded.push(f"Bearer {guarded.token}", **environ)
    assert (answer.status_code, answer.json["code"], guarded.bodies) == (status, code, [])


def test_a_refused_body_is_read_to_its_end_so_that_the_answer_arrives(guarded: Guarded):
    body = io.BytesIO(b"x" * (MAX_BODY + 1))
    answer = guarded.client.post("/", input_stream=body, content_length=MAX_BODY + 1)
    assert (answer.status_code, body.tell()) == (413, MAX_BODY + 1)


def test_while_the_key_set_cannot_be_read_the_broker_is_asked_to_try_again(guarded: Guarded):
    guarded.jwks.unlink()
    answer = guarded.push(f"Bearer {guarded.token}")
    assert (answer.status_code, answer.json["code"], guarded.bodies) == (503, "identity.keys-unavailable", [])
