"""Answers that a browser gets: with a policy that lets nothing in from elsewhere, and small on the line."""

import gzip
import re

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from shared.adapters.console.assets import assets_by_path

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_IMMUTABLE = "public, max-age=31536000, immutable"
_WORTH_IT = 1_000
#: Our own addresses as they stand in a link; never another host's, whatever a browser reads into slashes.
_LOCAL = re.compile(r"/(?![/\\])[A-Za-z0-9/_.~%?&=+:,;@!$'()*\[\]-]{0,2000}", re.ASCII)


def local_path(given: str | None, otherwise: str = "/") -> str:
    """Gives a path below the console that a form or link named, or ``otherwise`` where it is not one."""
    return given if given and _LOCAL.fullmatch(given) else otherwise


def guarded(response: Response, *, keep: bool = False) -> Response:
    """Adds what every answer says. ``keep``: it may be kept by caches."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if not keep:
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(["Cookie", "HX-Request"])
    return response


def html(request: Request, text: str, status: int = 200) -> Response:
    """A page."""
    response = Response(content_type="text/html; charset=utf-8", status=status)
    return _compressed(request, response, text.encode())


def file(body: bytes, media_type: str, name: str) -> Response:
    """Something to be kept as a file. ``name`` is ours."""
    response = Response(body, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def see_other(request: Request, path: str) -> Response:
    """To another page of the console, after a form."""
    return redirect(f"{request.script_root}{path}", 303)


def static_file(request: Request, path: str) -> Response:
    """A file that pages load, by its path with the hash; 404 for every other one."""
    asset = assets_by_path().get(path)
    if asset is None:
        return guarded(Response("There is no such file\n", 404, content_type="text/plain; charset=utf-8"))
    response = Response(content_type=asset.media_type, headers={"Cache-Control": _IMMUTABLE, "Vary": "Accept-Encoding"})
    small = _takes_gzip(request)
    response.set_data(asset.compressed if small else asset.content)
    if small:
        response.headers["Content-Encoding"] = "gzip"
    return guarded(response, keep=True)


def _compressed(request: Request, response: Response, body: bytes) -> Response:
    response.vary.add("Accept-Encoding")
    small = len(body) > _WORTH_IT and _takes_gzip(request)
    response.set_data(gzip.compress(body, 5, mtime=0) if small else body)
    if small:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _takes_gzip(request: Request) -> bool:
    return request.accept_encodings["gzip"] > 0
