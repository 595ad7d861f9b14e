"""A coder behind real sockets on a real database, with any number of replicas, and the world that they change."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from werkzeug.wrappers import Request

from local.environment import AUDIENCE, ISSUER, SERVICE
from shared.adapters.a2a.coder_client import CoderClient
from shared.adapters.a2a.server import CoderServer
from shared.adapters.a2a.wire import CARD_PATH
from shared.adapters.http.front import Front, only_known, with_credentials
from shared.adapters.http.key_set import KeySet
from shared.adapters.http.request_body import AtMost
from shared.adapters.http.service_identity import TokenSigner, TokenVerifier, make_local_identity
from shared.adapters.postgres.coder_tasks import PostgresCoderTasks
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.execution_journal import PostgresExecutionJournal
from shared.app.coder.carry_out import CarryOut
from shared.app.coder.desk import CoderDesk
from shared.app.coder.dry_run import dry_run_of
from shared.app.coder.means import Means
from shared.app.coder.orders import Hands
from shared.bootstrap.coder import MAX_BODY, ROLES
from shared.bootstrap.credentials import known_callers
from shared.domain.approval.values import ApprovalDefinition
from shared.ports.clock import SystemClock
from shared.remediation.plan_text import plan_text_of
from shared.remediation.proposal import RemediationPlan
from tests.support.api import ADA, Api
from tests.support.coding import a_plan
from tests.support.outside import Outside
from tests.support.served import served
from tests.support.writing_gate import deciding_api

REQUEST_S = 20.0


@dataclass
class CoderSite:
    """``api`` decides as the writer; ``outside`` is shared by all replicas."""

    api: Api
    pool: Pool
    identity: Path
    outside: Outside = field(default_factory=lambda: Outside(SystemClock()))

    def __post_init__(self) -> None:
        self.key_file, self.key_set = make_local_identity(self.identity)
        self.hands = Hands(dict.fromkeys(self.outside.kinds, self.outside))

    def means(self) -> Means:
        return Means(
            state=PostgresCurrentState(self.pool),
            gate=self.api.gate,
            hands=self.hands,
            preconditions=self.outside,
            journal=PostgresExecutionJournal(self.pool),
            new_id=uuid4,
        )

    def desk(self) -> CoderDesk:
        return CoderDesk(carry_out=CarryOut(self.means()), tasks=PostgresCoderTasks(self.pool))

    def tick(self) -> int:
        """What the clock calls."""
        return self.desk().tick(time.monotonic() + REQUEST_S)

    @contextmanager
    def replica(self) -> Iterator[str]:
        """Its address; each replica is a server of its own over the same database."""
        fronts: list[Front] = []
        with served(lambda environ, start_response: fronts[0](environ, start_response)) as url:  # noqa: PLW0108
            fronts.append(self._behind(url))
            yield url

    def _behind(self, url: str) -> Front:
        server = CoderServer(self.desk(), url=url, request_s=REQUEST_S)
        keys = KeySet(str(self.key_set))
        verifier = TokenVerifier(keys, issuer=ISSUER, audience=AUDIENCE, callers=frozenset({SERVICE}))
        return Front(
            Request.application(server.respond),  # type: ignore[arg-type]
            body=AtMost(MAX_BODY),
            credentials=with_credentials(frozenset({CARD_PATH})),
            caller=only_known(verifier, known_callers(self.pool).find, roles=ROLES, public=frozenset({CARD_PATH})),
        )

    @property
    def tokens(self) -> TokenSigner:
        return TokenSigner(str(self.key_file), issuer=ISSUER, caller_email=SERVICE)

    def client(self, url: str) -> CoderClient:
        return CoderClient(url, audience=AUDIENCE, tokens=self.tokens)

    def requested(self, plan: RemediationPlan | None = None, *, key: str | None = None, tenant: UUID = ADA) -> UUID:
        plan = plan or a_plan(revision=self.outside.revision)
        dry = dry_run_of(self.hands, ADA, plan, float("inf"))
        definition = ApprovalDefinition(title=plan.summary, plan=plan_text_of(plan), dry_run=dry.text, risk=plan.risk)
        body = {"definition": definition.model_dump(mode="json", exclude_none=True)}
        made = self.api.ask("POST", "/v1/approvals", key=key or self.api.key(tenant, "agent"), body=body)
        assert made.status_code == 201, made.text
        return UUID(made.json["aggregate_id"])

    def grant(self, approval: UUID, *, tenant: UUID = ADA) -> None:
        key = self.api.key(tenant, "approver")
        state = self.api.ask("GET", f"/v1/approvals/{approval}", key=key).json
        read = {"plan_hash": state["plan_hash"], "dry_run_hash": state["dry_run_hash"]}
        assert self.api.ask("POST", f"/v1/approvals/{approval}/grant", key=key, body=read).status_code == 200

    def granted(self, plan: RemediationPlan | None = None) -> UUID:
        approval = self.requested(plan)
        self.grant(approval)
        return approval

    def rows(self, query: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect(self.api.database_url) as connection:
            return connection.execute(query.encode(), values or None).fetchall()


@contextmanager
def a_coder_site(database_url: str, directory: Path, **fields: Any) -> Iterator[CoderSite]:
    with ExitStack() as open_things:
        api = open_things.enter_context(deciding_api(database_url))
        pool = open_things.enter_context(
            connect_pool(database_url, role="sre_coder", application="coder-test", max_size=8)
        )
        yield CoderSite(api, pool, directory, **fields)


def message(said: Mapping[str, Any], message_id: str = "m1", **more: Any) -> dict[str, Any]:
    return {"messageId": message_id, "role": "ROLE_USER", "parts": [{"data": dict(said)}], **more}
