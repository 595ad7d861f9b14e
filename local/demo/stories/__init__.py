"""What happened, by the team that it happened to."""

from local.demo.stories.booking import STORIES as BOOKING
from local.demo.stories.harbour import STORIES as HARBOUR
from local.demo.stories.now import STORIES as NOW
from local.demo.stories.payments import STORIES as PAYMENTS
from local.demo.stories.platform import STORIES as PLATFORM
from local.demo.stories.sailings import STORIES as SAILINGS
from local.demo.stories.web import STORIES as WEB
from local.demo.story import Story

STORIES: tuple[Story, ...] = (*BOOKING, *SAILINGS, *PAYMENTS, *WEB, *HARBOUR, *PLATFORM, *NOW)
