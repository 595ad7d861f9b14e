"""The messages of Terraform's plugin protocol 6 that a provider needs, made when they are asked for.

A line is a message: its name, then its fields as ``number:name:type``; ``*`` is repeated, ``%`` a map from strings.
"""

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "tfplugin6"
_FIELD = descriptor_pb2.FieldDescriptorProto
_SCALARS = {
    "bytes": _FIELD.TYPE_BYTES,
    "string": _FIELD.TYPE_STRING,
    "int64": _FIELD.TYPE_INT64,
    "bool": _FIELD.TYPE_BOOL,
}

_MESSAGES = """
DynamicValue 1:msgpack:bytes 2:json:bytes
Diagnostic 1:severity:int64 2:summary:string 3:detail:string
Attribute 1:name:string 2:type:bytes 4:required:bool 5:optional:bool 6:computed:bool 11:write_only:bool
NestedBlock 1:type_name:string 2:block:Block 3:nesting:int64 4:min_items:int64 5:max_items:int64
Block 1:version:int64 2:attributes:*Attribute 3:block_types:*NestedBlock
Schema 1:version:int64 2:block:Block
Capabilities 1:plan_destroy:bool 2:get_provider_schema_optional:bool
RawState 1:json:bytes
Nothing
Schemas 1:provider:Schema 2:resource_schemas:%Schema 3:data_source_schemas:%Schema 6:server_capabilities:Capabilities
Configuration 2:config:DynamicValue
ProviderConfiguration 1:config:DynamicValue
OfType 1:type_name:string 2:config:DynamicValue
Diagnosed 1:diagnostics:*Diagnostic
ProviderDiagnosed 2:diagnostics:*Diagnostic
UpgradeRequest 1:type_name:string 3:raw_state:RawState
UpgradeResponse 1:upgraded_state:DynamicValue 2:diagnostics:*Diagnostic
ReadRequest 1:type_name:string 2:current_state:DynamicValue
State 1:state:DynamicValue 2:diagnostics:*Diagnostic
PlanRequest 1:type_name:string 2:prior_state:DynamicValue 3:proposed_new_state:DynamicValue 4:config:DynamicValue
PlanResponse 1:planned_state:DynamicValue 4:diagnostics:*Diagnostic 5:legacy_type_system:bool
ApplyRequest 1:type_name:string 2:prior_state:DynamicValue 3:planned_state:DynamicValue
ApplyResponse 1:new_state:DynamicValue 3:diagnostics:*Diagnostic 4:legacy_type_system:bool
"""


def _described() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(name=f"{PACKAGE}.proto", package=PACKAGE, syntax="proto3")
    for line in filter(None, _MESSAGES.splitlines()):
        name, *fields = line.split()
        message = file.message_type.add(name=name)
        for field in fields:
            number, called, kind = field.split(":")
            _add_field(message, int(number), called, kind)
    return file


def _add_field(message: descriptor_pb2.DescriptorProto, number: int, name: str, kind: str) -> None:
    repeated = kind[0] in "*%"
    field = message.field.add(
        name=name, number=number, label=_FIELD.LABEL_REPEATED if repeated else _FIELD.LABEL_OPTIONAL
    )
    if kind.startswith("%"):
        kind = _add_entry(message, name, kind[1:])
    kind = kind.removeprefix("*")
    if kind in _SCALARS:
        field.type = _SCALARS[kind]
    else:
        field.type = _FIELD.TYPE_MESSAGE
        field.type_name = f".{PACKAGE}.{kind}"


def _add_entry(message: descriptor_pb2.DescriptorProto, field: str, kind: str) -> str:
    """A map is a repeated message of key and value; its name is prescribed."""
    name = "".join(part.capitalize() for part in field.split("_")) + "Entry"
    entry = message.nested_type.add(name=name)
    entry.options.map_entry = True
    _add_field(entry, 1, "key", "string")
    _add_field(entry, 2, "value", kind)
    return f"{message.name}.{name}"


def _classes() -> dict[str, Any]:
    pool = descriptor_pool.DescriptorPool()
    pool.Add(_described())
    file = pool.FindFileByName(f"{PACKAGE}.proto")
    return {name: message_factory.GetMessageClass(found) for name, found in file.message_types_by_name.items()}


MESSAGES: dict[str, Any] = _classes()
