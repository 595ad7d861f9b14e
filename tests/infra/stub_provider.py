"""Stands in for the google provider: Terraform checks everything against the published schema, and asks no cloud.

Terraform is told by its environment where it listens, so that nothing is started, installed or downloaded. What a cloud
would fill in stays unknown in a plan, and is invented at an apply.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import msgpack

from tests.infra.google_schema import schema
from tests.infra.plugin_messages import MESSAGES, PACKAGE

ADDRESS = "registry.terraform.io/hashicorp/google"
_THREADS = 8
_UNKNOWN = msgpack.ExtType(0, b"\x00")
_SINGLE, _LIST = 1, 2
_ERROR = 1
_LONGEST_MESSAGE = 256 * 1024 * 1024
_EMPTY: dict[str, Any] = {"map": {}, "object": {}, "list": [], "set": []}


def schema_response(named: frozenset[str] = frozenset()) -> Any:
    """The answer about the schema. ``named``: only these types, which is quick; empty: all of them."""
    known = schema()

    def schemas(kind: str) -> dict[str, Any]:
        return {name: _schema(block) for name, block in known[kind].items() if not named or name in named}

    return MESSAGES["Schemas"](
        provider=_schema(known["provider"]),
        resource_schemas=schemas("resource"),
        data_source_schemas=schemas("data"),
        server_capabilities=MESSAGES["Capabilities"](get_provider_schema_optional=True),
    )


def _schema(block: Mapping[str, Any]) -> Any:
    return MESSAGES["Schema"](version=0, block=_block(block))


def _block(block: Mapping[str, Any]) -> Any:
    attributes = [
        MESSAGES["Attribute"](
            name=name,
            type=_json(attribute["type"]),
            **{flag: bool(attribute.get(flag)) for flag in ("required", "optional", "computed", "write_only")},
        )
        for name, attribute in block["attributes"].items()
    ]
    blocks = [
        MESSAGES["NestedBlock"](
            type_name=name,
            block=_block(nested["block"]),
            nesting=_SINGLE if nested.get("single") else _LIST,
            min_items=0 if nested.get("single") else nested["least"],
            max_items=0 if nested.get("single") else nested["most"],
        )
        for name, nested in block["blocks"].items()
    ]
    return MESSAGES["Block"](attributes=attributes, block_types=blocks)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def complaints(block: Mapping[str, Any], given: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """What a provider says by itself: a value that is not a possible one, or that nobody can choose."""
    for name, attribute in block["attributes"].items():
        value = given.get(name)
        possible = attribute.get("possible")
        if value is not None and not (attribute["required"] or attribute["optional"]):
            yield f"{path}{name} is said by the provider and cannot be given"
        if possible and isinstance(value, str) and value and value not in possible:
            yield f'{path}{name} is "{value}"; possible are {", ".join(possible)}'
    for name, nested in block["blocks"].items():
        inner = given.get(name) or []
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, dict):
                yield from complaints(nested["block"], each, f"{path}{name}.")


class Provider:
    """One method for each call of the protocol."""

    def __init__(self) -> None:
        self._schema = schema()

    def validate_resource(self, request: Any) -> Any:
        return self._validated("resource", request)

    def validate_data(self, request: Any) -> Any:
        return self._validated("data", request)

    def plan(self, request: Any) -> Any:
        """What the provider would fill in is not known yet, at a creation; later it stays what it is."""
        wanted, prior = _value(request.proposed_new_state), _value(request.prior_state)
        if wanted is not None:
            for name, attribute in self._schema["resource"][request.type_name]["attributes"].items():
                if attribute.get("write_only"):
                    wanted[name] = None
                elif attribute.get("computed") and wanted.get(name) is None and prior is None:
                    wanted[name] = _UNKNOWN
        return MESSAGES["PlanResponse"](planned_state=_dynamic(wanted), legacy_type_system=True)

    def apply(self, request: Any) -> Any:
        planned = _value(request.planned_state)
        if planned is not None:
            _settle(self._schema["resource"][request.type_name], planned, request.type_name)
        return MESSAGES["ApplyResponse"](new_state=_dynamic(planned), legacy_type_system=True)

    def read_data(self, request: Any) -> Any:
        state = _value(request.config)
        block = self._schema["data"][request.type_name]
        for name, attribute in block["attributes"].items():
            if attribute.get("computed") and state.get(name) is None:
                state[name] = _UNKNOWN
        _settle(block, state, request.type_name)
        return MESSAGES["State"](state=_dynamic(state))

    def _validated(self, kind: str, request: Any) -> Any:
        found = complaints(self._schema[kind][request.type_name], _value(request.config) or {})
        diagnostics = [
            MESSAGES["Diagnostic"](severity=_ERROR, summary="Value cannot be taken", detail=told) for told in found
        ]
        return MESSAGES["Diagnosed"](diagnostics=diagnostics)


def _settle(block: Mapping[str, Any], state: dict[str, Any], type_name: str) -> None:
    """Invents what is unknown, each value in its type."""
    for name, value in state.items():
        if isinstance(value, msgpack.ExtType):
            declared = block["attributes"][name]["type"]
            simple = {"string": f"{type_name}.{name}", "number": 0, "bool": False, "dynamic": f"{type_name}.{name}"}
            state[name] = simple[declared] if isinstance(declared, str) else _EMPTY[declared[0]]


def _value(dynamic: Any) -> Any:
    return msgpack.unpackb(dynamic.msgpack, strict_map_key=False) if dynamic.msgpack else None


def _dynamic(value: Any) -> Any:
    return MESSAGES["DynamicValue"](msgpack=msgpack.packb(value))


Answer = Callable[[Any], Any]


def _calls(provider: Provider, named: frozenset[str]) -> dict[str, tuple[str, Answer]]:
    """By name: the message that is asked with, and who answers."""
    nothing: Answer = lambda _request: MESSAGES["Diagnosed"]()  # noqa: E731 - one of many answers
    return {
        "GetProviderSchema": ("Nothing", lambda _request: schema_response(named)),
        "ValidateProviderConfig": ("ProviderConfiguration", lambda _request: MESSAGES["ProviderDiagnosed"]()),
        "ConfigureProvider": ("Configuration", nothing),
        "ValidateResourceConfig": ("OfType", provider.validate_resource),
        "ValidateDataResourceConfig": ("OfType", provider.validate_data),
        "UpgradeResourceState": (
            "UpgradeRequest",
            lambda request: MESSAGES["UpgradeResponse"](
                upgraded_state=MESSAGES["DynamicValue"](json=request.raw_state.json)
            ),
        ),
        "ReadResource": ("ReadRequest", lambda request: MESSAGES["State"](state=request.current_state)),
        "PlanResourceChange": ("PlanRequest", provider.plan),
        "ApplyResourceChange": ("ApplyRequest", provider.apply),
        "ReadDataSource": ("OfType", provider.read_data),
        "StopProvider": ("Nothing", nothing),
    }


def _handlers(service: str, calls: Mapping[str, tuple[str, Answer]]) -> grpc.GenericRpcHandler:
    methods = {
        name: grpc.unary_unary_rpc_method_handler(
            lambda request, _context, answer=answer: answer(request),
            request_deserializer=MESSAGES[asked].FromString,
            response_serializer=lambda said: said.SerializeToString(),
        )
        for name, (asked, answer) in calls.items()
    }
    return grpc.method_handlers_generic_handler(service, methods)


@contextmanager
def served(named: frozenset[str] = frozenset()) -> Iterator[str]:
    """Serves from this process while the block lasts; gives what ``TF_REATTACH_PROVIDERS`` has to say.

    ``named``: the types that there are, to be quick; empty: all that are published.
    """
    server = grpc.server(ThreadPoolExecutor(_THREADS), options=[("grpc.max_send_message_length", _LONGEST_MESSAGE)])
    server.add_generic_rpc_handlers((_handlers(f"{PACKAGE}.Provider", _calls(Provider(), named)),))
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "provider"
        server.add_insecure_port(f"unix://{socket}")
        server.start()
        address = {"Network": "unix", "String": str(socket)}
        reached = {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": os.getpid(), "Test": True, "Addr": address}
        try:
            yield json.dumps({ADDRESS: reached})
        finally:
            server.stop(None).wait()
