"""A client of an application that answers in JSON."""

from typing import Any

from werkzeug.test import Client, TestResponse


class JsonAnswer(TestResponse):
    @property
    def json(self) -> Any:
        """What the body says; None where it is not JSON."""
        return self.get_json()


class JsonClient(Client):
    def __init__(self, application: Any) -> None:
        super().__init__(application, JsonAnswer)

    def open(self, *args: Any, **kwargs: Any) -> JsonAnswer:
        answer = super().open(*args, **kwargs)
        assert isinstance(answer, JsonAnswer)
        return answer
