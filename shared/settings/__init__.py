"""Every setting, typed, read once from the environment (``SRE_…``); a missing one fails the cold start, by name."""

from shared.settings.changes import CoderClientSettings as CoderClientSettings
from shared.settings.changes import CoderSettings as CoderSettings
from shared.settings.changes import EffectSettings as EffectSettings
from shared.settings.identity import IdentitySettings as IdentitySettings
from shared.settings.identity import OidcSettings as OidcSettings
from shared.settings.identity import SignerSettings as SignerSettings
from shared.settings.measuring import MeasuringSettings as MeasuringSettings
from shared.settings.models import AgentBudgetSettings as AgentBudgetSettings
from shared.settings.models import AgentSettings as AgentSettings
from shared.settings.models import EmbeddingPaceSettings as EmbeddingPaceSettings
from shared.settings.models import EmbeddingSettings as EmbeddingSettings
from shared.settings.platform import DatabaseSettings as DatabaseSettings
from shared.settings.platform import DeliverySettings as DeliverySettings
from shared.settings.platform import TelemetrySettings as TelemetrySettings
from shared.settings.platform import TransportSettings as TransportSettings
from shared.settings.platform import WakeSettings as WakeSettings
from shared.settings.retention import RetentionSettings as RetentionSettings
from shared.settings.serving import ConsoleSettings as ConsoleSettings
from shared.settings.serving import FeedSettings as FeedSettings
from shared.settings.serving import HttpSettings as HttpSettings
from shared.settings.serving import WriterClientSettings as WriterClientSettings
from shared.settings.triage import EvidencePaceSettings as EvidencePaceSettings
from shared.settings.triage import EvidenceSettings as EvidenceSettings
from shared.settings.triage import TriageSettings as TriageSettings
