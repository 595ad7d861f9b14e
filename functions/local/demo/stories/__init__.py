"""What happened, by the team that it happened to."""

from functions.local.demo.stories.booking import STORIES as BOOKING
from functions.local.demo.stories.harbour import STORIES as HARBOUR
from functions.local.demo.stories.now import STORIES as NOW
from functions.local.demo.stories.payments import STORIES as PAYMENTS
from functions.local.demo.stories.platform import STORIES as PLATFORM
from functions.local.demo.stories.web import STORIES as WEB
from functions.local.demo.story import Story

STORIES: tuple[Story, ...] = (*BOOKING, *PAYMENTS, *WEB, *HARBOUR, *PLATFORM, *NOW)
