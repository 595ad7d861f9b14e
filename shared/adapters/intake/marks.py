"""What had to be cut, replaced or guessed before an alert could be taken in, in words for people."""

from shared.domain.alert.values import LONGEST_MARK, MOST_MARKS


class Marks:
    """Of one alert. The first are kept; how many more there were is said."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, text: str) -> None:
        self._texts.append(text if len(text) <= LONGEST_MARK else f"{text[: LONGEST_MARK - 1]}…")

    def __bool__(self) -> bool:
        return bool(self._texts)

    @property
    def told(self) -> tuple[str, ...]:
        if len(self._texts) <= MOST_MARKS:
            return tuple(self._texts)
        kept = self._texts[: MOST_MARKS - 1]
        return (*kept, f"and {len(self._texts) - len(kept)} more")
