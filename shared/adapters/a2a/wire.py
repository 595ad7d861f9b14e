"""What both ends of our A2A know: paths, the names of messages, and the words of a request."""

from collections.abc import Sequence
from uuid import UUID

from shared.kernel.ids import derive_from

RPC_PATH = "/a2a"
CARD_PATH = "/.well-known/agent-card.json"
VERSION_HEADER, VERSION = "A2A-Version", "1.0"
JSON_TYPE = "application/json"
#: Names of artifacts and of answers.
OUTCOME, DRY_RUN, COMPARISON = "outcome", "dry_run", "comparison"


def message_id_of(approval_id: UUID, actions: Sequence[int] = ()) -> UUID:
    """Names the request to carry out an approval, or some actions of it: sent again, it is the same request."""
    return derive_from(approval_id, ",".join(map(str, actions)) or "all")
