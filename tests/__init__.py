"""Tests of every level."""

import os

# Before numpy is loaded: the processes that run tests have a core each, and threads beside them wait by computing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
