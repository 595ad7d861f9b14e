"""What looking into incidents reads, and what that may take."""

from typing import Self

from pydantic import Field, model_validator

from shared.settings.base import Settings


class TriageSettings(Settings):
    """What looking into incidents may take."""

    #: What one phase of one incident reads has to be over by then; what is not is given up, and a person goes on.
    triage_read_s: float = Field(default=20.0, gt=0, le=300)
    #: A delivery begins no read that might not be over by then: less than a push may take (``SRE_MESSAGE_DEADLINE_S``,
    #: the acknowledgement deadline of a Pub/Sub subscription). What there was no time for comes again.
    triage_delivery_s: float = Field(default=50.0, gt=0, le=600)
    #: Incidents that are looked into at once: they wait for others, and cost a thread each.
    triage_reads_at_once: int = Field(default=16, ge=1, le=200)
    #: Incidents whose past is looked up at once: that is work of the database.
    triage_lookups_at_once: int = Field(default=2, ge=1, le=50)

    #: For so long workflows are looked at every few seconds once a timer was set that falls due before the clock calls
    #: again; where the clock calls every few seconds anyway, nobody asks for it.
    triage_stay_s: float = Field(default=60.0, ge=0, le=200)

    @model_validator(mode="after")
    def _begins(self) -> Self:
        if self.triage_read_s >= self.triage_delivery_s:
            raise ValueError("SRE_TRIAGE_READ_S must be below SRE_TRIAGE_DELIVERY_S")
        return self


class EvidenceSettings(Settings):
    """``SRE_EVIDENCE_TARGETS``: a file that names clusters, Argo CDs and Prometheus servers; empty: none."""

    evidence_targets: str = ""


class EvidencePaceSettings(Settings):
    """How long evidence is waited for, and how much is asked at a time."""

    #: Seconds after which an inquiry is answered with what there is.
    evidence_deadline_s: float = Field(default=30.0, gt=0, le=300)
    #: Inquiries that one target is asked about at a time.
    evidence_workers: int = Field(default=8, ge=1, le=64)
    #: Seconds for which a target that does not answer is left alone.
    evidence_pause_s: float = Field(default=10.0, ge=1)
