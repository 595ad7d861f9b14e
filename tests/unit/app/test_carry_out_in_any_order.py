"""Proposed, edited, approved, rejected, expired, revoked, executed, cancelled, paused and killed, in any order."""

from hypothesis import settings

from tests.support.coding_machine import CodingMachine

TestCarryOutInAnyOrder = CodingMachine.TestCase
TestCarryOutInAnyOrder.settings = settings(max_examples=200, stateful_step_count=30)
