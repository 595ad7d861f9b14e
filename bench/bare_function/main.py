"""The floor: parse, insert three rows per alert in one transaction, answer. No identity, no rules."""

import json
import os
import uuid

import flask
import functions_framework
from flask.typing import ResponseReturnValue
from psycopg_pool import ConnectionPool

_pool = ConnectionPool(os.environ["BARE_DATABASE_URL"], min_size=1, max_size=4, open=True)

_INSERT = """
WITH rows AS MATERIALIZED (SELECT * FROM unnest(%s::uuid[], %s::text[]) AS r (id, body)),
     i AS (INSERT INTO bare.inbox (id) SELECT id FROM rows),
     a AS (INSERT INTO bare.alert (id, body) SELECT id, body::jsonb FROM rows)
INSERT INTO bare.outbox (body) SELECT body FROM rows
"""


@functions_framework.http
def bare(request: flask.Request) -> ResponseReturnValue:
    alerts = json.loads(request.get_data())["alerts"]
    with _pool.connection() as connection:
        connection.execute(_INSERT, ([uuid.uuid4() for _ in alerts], [json.dumps(alert) for alert in alerts]))
    return {"accepted": len(alerts)}, 202
