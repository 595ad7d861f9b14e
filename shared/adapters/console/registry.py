"""Every page of the console, in the order of the rail."""

from collections.abc import Sequence

from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.incidents import INCIDENTS

PAGES: Sequence[ConsolePage] = (INCIDENTS,)
