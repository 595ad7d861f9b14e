"""How much of what is handed in is read; whatever is left out is said."""

LONGEST_FILE = 10 * 1024 * 1024
"""Bytes of one file."""
LONGEST_IN_ALL = 512 * 1024 * 1024
"""Bytes of all files together."""
MOST_FILES = 5_000
MOST_VALUES = 2_000_000
"""Values of one YAML document, counted with what aliases repeat."""
DEEPEST = 60
"""Levels of one object."""
LONGEST_EVIDENCE = 256 * 1024
"""Characters that are kept of one read."""
LOG_LINES = 200
"""Last lines of a log."""
LOG_CHARACTERS = 64 * 1024
"""Characters of them."""
LOG_BYTES = 1024 * 1024
"""Bytes at the end of a log file that are read to find them."""
