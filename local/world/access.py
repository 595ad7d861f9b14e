"""Who may do what in the world: a bearer token is a person or a program, and some of them may change things."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple


class WorldUser(NamedTuple):
    name: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class WorldAccess:
    """The users of one API by their tokens, and who comes without one; None: that is nobody."""

    users: Mapping[str, WorldUser]
    anonymous: WorldUser | None = None

    def user(self, bearer: str) -> WorldUser | None:
        """Says who it is; None: nobody who is known."""
        return self.users.get(bearer) if bearer else self.anonymous


_ANONYMOUS: Final = "system:anonymous"
#: Whoever comes without a token may look, as kubectl does where there is no TLS.
LOOKING: Final = WorldUser(_ANONYMOUS, may_write=False)
#: Whoever comes without a token may do everything.
OPEN: Final = WorldAccess({}, WorldUser(_ANONYMOUS, may_write=True))


def token_in(file: Path) -> str:
    """Gives the token in a file, readable by its owner only; it is made where there is none."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(24) + "\n", "utf-8")
    return file.read_text("utf-8").strip()
