"""Models of language: which are asked, and what that may cost."""

from pydantic import Field

from shared.settings.base import Settings


class EmbeddingSettings(Settings):
    """``SRE_EMBEDDINGS``: local, none, openai:URL#MODEL@DIMENSIONS, vertex:PROJECT/LOCATION#MODEL@DIMENSIONS."""

    embeddings: str = "local"
    #: The model before, in the same form, while texts move from it to the new one.
    embeddings_previous: str = "none"
    #: Of the service that is asked over HTTP.
    embeddings_key: str = Field(default="", repr=False)


class EmbeddingPaceSettings(Settings):
    """How long texts wait for their vectors, and what computing them may take from everything else."""

    #: Seconds without a change after which the text of an incident that nobody has acknowledged counts as settled.
    embedding_settle_s: float = Field(default=300.0, ge=0)
    #: Seconds after which it gets its vectors although it goes on changing.
    embedding_longest_s: float = Field(default=3600.0, ge=0)
    #: Share of one core, from 0 to 1, that embedding may take while facts arrive; at 0 it waits until none do.
    embedding_cpu_share: float = Field(default=0.1, ge=0, le=1)


class AgentSettings(Settings):
    """``SRE_AGENT_MODEL``: none, openai:URL#MODEL or anthropic:URL#MODEL: who may write prose about what was found."""

    agent_model: str = "none"
    agent_key: str = Field(default="", repr=False)


class AgentBudgetSettings(Settings):
    """What one answer of a language model may cost: requests, calls of read tools, tokens in and out, seconds."""

    agent_requests: int = Field(default=4, ge=1, le=20)
    agent_tool_calls: int = Field(default=8, ge=0, le=50)
    agent_input_tokens: int = Field(default=60_000, ge=1_000)
    agent_output_tokens: int = Field(default=4_000, ge=200)
    agent_seconds: float = Field(default=8.0, gt=0, le=120)
