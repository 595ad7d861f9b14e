"""Kept histories of executions: the same facts, timers and results lead to the same process facts, byte for byte."""

import pytest

from tests.support.runbook_histories import FOLDER, HISTORIES, file_of


@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_says_what_it_said(name: str):
    assert HISTORIES[name]().bytes_said() + "\n" == file_of(name).read_text("utf-8")


@pytest.mark.parametrize("name", HISTORIES)
def test_what_comes_again_says_and_does_nothing_more(name: str):
    world = HISTORIES[name]()
    before, done = world.bytes_said(), world.done()
    world.hear_again()
    assert (world.bytes_said(), world.done()) == (before, done)


def test_every_kept_history_is_played():
    assert {file.name for file in FOLDER.glob("runbook-*.jsonl")} == {file_of(name).name for name in HISTORIES}
