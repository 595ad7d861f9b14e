"""Takes the values of secrets, and what stands behind a telling word, out of manifests and texts."""

import re
from collections.abc import Mapping
from typing import Any

REDACTED = "[redacted]"
_TELLING = r"(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)"
_NAMED = re.compile(
    rf"(?i)\b([\w.-]{{0,60}}{_TELLING}[\w-]{{0,20}}[\"']?\s{{0,3}}(?:=|:\s)\s{{0,3}}[\"']?)([^\s\"',;&<]{{3,}})"
)
_TELLING_NAME = re.compile(rf"(?i){_TELLING}")
_AUTHORIZATION = re.compile(
    r"(?i)\b(authorization\s{0,3}[:=]\s{0,3}[\"']?(?:bearer|basic|token)?\s{0,3})[\w.~+/=-]{6,}"
)
_IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{0,100}:)[^\s/@]{1,200}(?=@)")
_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")
_PEM = re.compile(r"-----BEGIN ([A-Z ]{0,30}PRIVATE KEY)-----.*?(?:-----END \1-----|\Z)", re.DOTALL)
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class PlainRedactor:
    """Knows names that tell, headers, addresses with credentials, tokens of three parts and private keys."""

    def text(self, text: str) -> str:
        if "PRIVATE KEY" in text:
            text = _PEM.sub(REDACTED, text)
        if "://" in text:
            text = _IN_URL.sub(rf"\1{REDACTED}", text)
        if "eyJ" in text:
            text = _JWT.sub(REDACTED, text)
        text = _AUTHORIZATION.sub(rf"\1{REDACTED}", text)
        return _NAMED.sub(rf"\1{REDACTED}", text)

    def manifest(self, manifest: Mapping[str, Any]) -> Mapping[str, Any]:
        safe = {
            name: _hidden(each)
            if manifest.get("kind") == "Secret" and name in {"data", "stringData"}
            else self._safe(each)
            for name, each in manifest.items()
        }
        annotations = safe.get("metadata", {}).get("annotations")
        if isinstance(annotations, dict) and _LAST_APPLIED in annotations:
            annotations[_LAST_APPLIED] = REDACTED
        return safe

    def _safe(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value) if len(value) > 8 else value  # noqa: PLR2004 - a name, a sign and a value are longer
        if isinstance(value, list):
            return [self._safe(each) for each in value]
        if not isinstance(value, dict):
            return value
        named = value.get("name")
        if isinstance(value.get("value"), str) and isinstance(named, str) and _TELLING_NAME.search(named):
            return {**value, "value": REDACTED}
        return {name: self._safe(each) for name, each in value.items()}


def _hidden(data: Any) -> Any:
    return dict.fromkeys(data, REDACTED) if isinstance(data, dict) else REDACTED
