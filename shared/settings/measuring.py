"""What objectives are counted with."""

from pydantic import Field

from shared.settings.base import Settings


class MeasuringSettings(Settings):
    """``SRE_SLI_SOURCES``: a file that names the sources that count for objectives; empty: none is read."""

    sli_sources: str = ""


class MeasuringPaceSettings(Settings):
    """What counting at the sources may take."""

    #: After the end of a window its last scrapes may come for so long: above the scrape interval and its timeout.
    sli_settle_s: float = Field(default=30.0, ge=0, le=3_600)
    #: What asking the sources may take in one turn.
    sli_deadline_s: float = Field(default=20.0, gt=0, le=300)
