"""What every store behind a port has in common."""


class StoreUnavailable(Exception):  # noqa: N818 - names the condition
    """The database cannot be reached or refuses for now; the transaction did not commit, or nobody knows."""
