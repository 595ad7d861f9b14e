"""Documentation that others published and wrote for other readers, and questions of ours that it answers or does not.

What we write ourselves is prose; this is full of code, tables, options and links, and the same thing is said of many
products. It is no part of this repository: ``python -m bench.retrieval.documentation`` fetches it from the registry of
npm, nine hundred files of packages that are known by name, version and hash.
"""

from bench.retrieval.documentation.reading import DOCUMENTATION, is_fetched

__all__ = ["DOCUMENTATION", "is_fetched"]
