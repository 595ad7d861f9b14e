"""Signing in and out: a session begins at the identity provider's word, and ends for every browser at once."""

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from shared.adapters.console.answers import guarded, html, local_path, see_other
from shared.adapters.console.cookies import ConsoleCookies
from shared.adapters.console.oidc_sign_in import OidcSignIn, ProviderAway
from shared.adapters.console.reader import reader_of
from shared.adapters.console.rendering import render
from shared.adapters.console.throttle import Throttle
from shared.ports.clock import Clock
from shared.ports.console_sessions import ConsoleSessions

SIGN_IN, BEGIN, CALLBACK, SIGN_OUT = "/sign-in", "/sign-in/provider", "/sign-in/callback", "/sign-out"
_TOO_OFTEN = 429


class SignIn:
    """The pages that are for people who are not signed in. ``provider`` None: there is only this machine's own link."""

    def __init__(
        self,
        sessions: ConsoleSessions,
        cookies: ConsoleCookies,
        provider: OidcSignIn | None,
        clock: Clock,
        throttle: Throttle | None = None,
    ) -> None:
        self._sessions = sessions
        self._cookies = cookies
        self._provider = provider
        self._clock = clock
        self._throttle = throttle or Throttle(burst=20, every_s=3.0)

    def respond(self, request: Request) -> Response | None:
        """Answers what is about signing in; None for every other path."""
        if request.path not in (SIGN_IN, BEGIN, CALLBACK) or request.method not in ("GET", "HEAD"):
            return None
        if request.path != SIGN_IN and not self._throttle.admits(request.remote_addr or ""):
            answer = self._page(request, "You have tried to sign in too often. Wait a minute.", _TOO_OFTEN)
            answer.headers["Retry-After"] = "60"
            return answer
        try:
            return self._step(request)
        except ProviderAway as away:
            return self._page(request, f"Nobody can sign in at the moment: {away}.", 503)

    def end(self, request: Request) -> Response:
        """Ends the session of this request."""
        token = request.cookies.get(self._cookies.session)
        if token is not None:
            self._sessions.end(token)
        response = see_other(request, f"{SIGN_IN}?out=1")
        self._cookies.forget(response, self._cookies.session)
        return guarded(response)

    def _step(self, request: Request) -> Response:
        if request.path == SIGN_IN or self._provider is None:
            return self._page(request, "You are signed out." if "out" in request.args else None)
        if request.path == BEGIN:
            return self._begin(request, self._provider)
        return self._finish(request, self._provider)

    def _begin(self, request: Request, provider: OidcSignIn) -> Response:
        url, remembered = provider.begin()
        back = local_path(request.args.get("back"))
        token = self._sessions.begin_sign_in("oidc", {**remembered, "back": back})
        response = redirect(url, 303)
        self._cookies.keep(response, self._cookies.sign_in, token)
        return guarded(response)

    def _finish(self, request: Request, provider: OidcSignIn) -> Response:
        remembered = self._sessions.finish_sign_in("oidc", request.cookies.get(self._cookies.sign_in, ""))
        if remembered is None:
            return self._page(request, "This sign-in was not begun here, or has taken too long. Begin again.", 400)
        credential = provider.finish(remembered, request.args.to_dict())
        if credential is None:
            said = "Your identity provider's word does not let you in here. Question who runs this for a role."
            return self._page(request, said, 403)
        response = see_other(request, local_path(str(remembered["back"])))
        token = self._sessions.open(credential, "oidc")
        self._cookies.keep(response, self._cookies.session, token, max_age=None)
        self._cookies.forget(response, self._cookies.sign_in)
        return guarded(response)

    def _page(self, request: Request, said: str | None, status: int = 200) -> Response:
        context = {
            "root": request.script_root,
            "reader": reader_of(request.cookies),
            "now": self._clock.now(),
            "said": said,
            "has_provider": self._provider is not None,
            "back": local_path(request.args.get("back")),
        }
        return guarded(html(request, render("sign_in.html", context), status))
