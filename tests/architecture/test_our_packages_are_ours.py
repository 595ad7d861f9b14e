"""What is installed beside us has no package of the name of one of ours, or a command of ours would start theirs."""

import sysconfig
from importlib.machinery import PathFinder

import pytest


@pytest.mark.parametrize("name", ["shared", "functions", "local", "cli"])
def test_nothing_that_is_installed_has_our_name(name: str):
    assert PathFinder.find_spec(name, [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]) is None
