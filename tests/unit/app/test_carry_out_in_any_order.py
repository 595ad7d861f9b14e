"""Proposed, edited, approved, rejected, expired, revoked, executed, cancelled, paused and killed, in any order."""

from hypothesis import settings

from tests.support.coding_machine import CodingMachine
from tests.support.examples import examples

TestCarryOutInAnyOrder = CodingMachine.TestCase
TestCarryOutInAnyOrder.settings = settings(max_examples=examples(60), stateful_step_count=30)
