"""What had to be cut, replaced or guessed before an alert could be taken in, in words for people."""

from shared.domain.alert.values import LONGEST_MARK, MOST_MARKS


class Marks:
    """The marks of one alert, in the order in which they were made; there is a bound to their number and length."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, text: str) -> None:
        """Notes one thing; a text that is too long is cut."""
        self._texts.append(text if len(text) <= LONGEST_MARK else f"{text[: LONGEST_MARK - 1]}…")

    def __bool__(self) -> bool:
        return bool(self._texts)

    @property
    def told(self) -> tuple[str, ...]:
        """Gives the first marks, and as the last one how many more there were."""
        if len(self._texts) <= MOST_MARKS:
            return tuple(self._texts)
        kept = self._texts[: MOST_MARKS - 1]
        return (*kept, f"and {len(self._texts) - len(kept)} more")
