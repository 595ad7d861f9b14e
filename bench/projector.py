"""Facts per second into the alert view, incrementally and by rebuild, against COPY of the same rows."""

from collections.abc import Iterator

import psycopg

from bench.database import Database, a_database
from bench.facts import TENANT, a_fact, store_facts
from bench.measure import RUNS, Result, rate, result
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.domain.published import FACTS

_FACTS = 20_000
_BATCH = 500
