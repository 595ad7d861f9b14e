"""A corpus of secrets in the surroundings in which they are met, none of which survives; and lines that stay."""

import json
import random
import time
from pathlib import Path

import pytest

from shared.diagnosis.redaction import REDACTED, redact
from tests.support.patience import at_this_load

CORPUS = Path(__file__).parents[2] / "payloads" / "redaction"
#: Each secret is kept in parts, so that whoever scans this repository for secrets finds none.
SHAPES = [json.loads(line) for line in (CORPUS / "secrets.jsonl").read_text("utf-8").splitlines()]
HARMLESS = (CORPUS / "harmless.txt").read_text("utf-8").splitlines()


def secrets_of(shape) -> list[str]:
    return ["".join(parts) for parts in shape["secrets"]]


def text_of(shape) -> str:
    return shape["text"].format(*secrets_of(shape))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["shape"])
def test_a_secret_does_not_survive(shape):
    shown = redact(text_of(shape))
    assert REDACTED in shown
    assert not [secret for secret in secrets_of(shape) if secret in shown or secret[len(secret) // 3 :] in shown]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["shape"])
def test_redacting_again_changes_nothing(shape):
    once = redact(text_of(shape))
    assert redact(once) == once


@pytest.mark.parametrize("line", HARMLESS)
def test_a_harmless_line_stays_as_it_is(line):
    assert redact(line) == line


def test_the_corpus_is_large_enough():
    assert len(SHAPES) >= 150
    assert len(HARMLESS) >= 50


def test_all_of_them_in_one_text_are_found():
    # Keys come last: one without an end takes the rest of the text with it.
    shapes = sorted(SHAPES, key=lambda shape: shape["shape"].startswith("PEM"))
    shown = redact("\n".join(["\n".join(HARMLESS), *map(text_of, shapes)]))
    assert shown.startswith("\n".join(HARMLESS))
    assert not [secret for shape in SHAPES for secret in secrets_of(shape) if secret in shown]


@pytest.mark.parametrize("seed", range(5))
def test_a_secret_is_found_in_noise(seed):
    noise = random.Random(seed)
    characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789=:/@.-_ \n\"'"
    before = "".join(noise.choices(characters, k=200_000))
    shape = SHAPES[seed]
    shown = redact(f"{before}\n{text_of(shape)}\n")
    assert not [secret for secret in secrets_of(shape) if secret in shown]


def test_what_no_encoding_can_say_does_not_stop_it():
    assert redact("\ud800 password=hunter2x") == f"? password={REDACTED}"


def test_ten_megabytes_of_log_take_seconds():
    lines = [*HARMLESS, "login user=ana password=hunter2x from 10.0.0.1"]
    text = "\n".join(lines) + "\n"
    log = text * (10_000_000 // len(text))
    began = time.process_time()
    shown = redact(log)
    assert time.process_time() - began < at_this_load(20.0)
    assert "hunter2x" not in shown
    assert shown.count(REDACTED) == log.count("hunter2x")


@pytest.mark.parametrize(
    "piece", ["a", "password=", "-----BEGIN PRIVATE KEY-----", "eyJ", '\\"', "curl ", 'token: "', "http://a:"]
)
def test_what_almost_is_a_secret_over_and_over_ends(piece):
    began = time.process_time()
    redact(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < at_this_load(20.0)
