"""How our functions call each other: the tokens they show, and the way to the writer."""

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.http.platform_tokens import PlatformTokens
from shared.adapters.http.service_identity import Tokens, TokenSigner
from shared.adapters.http.writer_client import WriterClient
from shared.domain.published import INTENTS
from shared.ports.outcome import CommandGate
from shared.settings import SignerSettings, WriterClientSettings


def command_gate() -> CommandGate:
    """Wires the way to the writer that answers at once, from the environment."""
    writer = WriterClientSettings()
    return WriterClient(
        writer.writer_url,
        audience=writer.writer_audience or writer.writer_url,
        tokens=own_tokens(),
        encode=Codec(INTENTS).encode,
    )


def own_tokens() -> Tokens:
    """Signs with our own key where there is one; otherwise the platform says who we are."""
    signer = SignerSettings()
    if not signer.identity_key:
        return PlatformTokens()
    if not (signer.identity_issuer and signer.identity_email):
        raise ValueError("SRE_IDENTITY_KEY needs SRE_IDENTITY_ISSUER and SRE_IDENTITY_EMAIL")
    return TokenSigner(signer.identity_key, issuer=signer.identity_issuer, caller_email=signer.identity_email)
