"""What is said of whoever carries plans out: to everybody what it reads, to callers that are known what it writes."""

from a2a.types import (
    AgentCapabilities,
    AgentCard,
    AgentInterface,
    AgentProvider,
    AgentSkill,
    HTTPAuthSecurityScheme,
    SecurityRequirement,
    SecurityScheme,
    StringList,
)

from shared.adapters.a2a.wire import JSON_TYPE, RPC_PATH, VERSION
from shared.remediation.skills import COMPARE, COMPARING, DRY_RUN, DRY_RUN_PLAN, STOP, STOPPING, WRITING, Skill

_VERSION = "0.1.0"


def public_card(url: str) -> AgentCard:
    """``url`` is where callers reach it, without the path."""
    return _card(url, _reading())


def extended_card(url: str) -> AgentCard:
    """Adds what only callers that are known are told."""
    writing = [_skill(name, skill, "approval") for name, skill in WRITING.items()]
    return _card(url, [*_reading(), *writing, _skill(STOP, STOPPING, "stop")])


def _reading() -> list[AgentSkill]:
    return [_skill(DRY_RUN_PLAN, DRY_RUN, "read"), _skill(COMPARE, COMPARING, "read")]


def _card(url: str, skills: list[AgentSkill]) -> AgentCard:
    return AgentCard(
        name="sre-coder",
        description="Carries out plans that a person has approved: exactly what was approved, once.",
        provider=AgentProvider(organization="Ameide", url=url),
        version=_VERSION,
        supported_interfaces=[
            AgentInterface(url=url.rstrip("/") + RPC_PATH, protocol_binding="JSONRPC", protocol_version=VERSION)
        ],
        capabilities=AgentCapabilities(streaming=False, push_notifications=False, extended_agent_card=True),
        security_schemes={"bearer": SecurityScheme(http_auth_security_scheme=HTTPAuthSecurityScheme(scheme="Bearer"))},
        security_requirements=[SecurityRequirement(schemes={"bearer": StringList()})],
        default_input_modes=[JSON_TYPE],
        default_output_modes=[JSON_TYPE, "text/plain"],
        skills=skills,
    )


def _skill(name: str, skill: Skill, tag: str) -> AgentSkill:
    return AgentSkill(id=name, name=skill.name, description=skill.description, tags=["sre", tag])
