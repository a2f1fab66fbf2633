"""A real mail server in the test's own loop: it keeps what it is given, or refuses, as told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Post:
    """What arrived; `refuses` answers the next recipients, `late` the next letters, with these lines."""

    letters: list[Message] = field(default_factory=list)
    refuses: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    sealed: list[bool] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses:
            return self.refuses.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as aiosmtpd calls it
        if self.late:
            return self.late.pop(0)
        self.sealed.append(session.ssl is not None)
        self.letters.append(message_from_bytes(envelope.content))  # type: ignore[arg-type]
        return "250 OK"

    @property
    def addressed_to(self) -> list[str]:
        return [str(each["To"]) for each in self.letters]


@asynccontextmanager
async def serving(post: Post, certificate: Path | None = None, **options: Any) -> AsyncIterator[Post]:
    """Listen on a free port, or on the one that `post` had before; with a certificate, only sealed lines."""
    if certificate is not None:
        seal = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        seal.load_cert_chain(certificate)
        options |= {"tls_context": seal, "require_starttls": True}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(post, loop=loop, **options), "127.0.0.1", post.port)
    post.port = server.sockets[0].getsockname()[1]
    try:
        yield post
    finally:
        server.close()
        await server.wait_closed()


def a_certificate(folder: Path) -> Path:
    """A file with key and certificate of "localhost", signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "mail.pem"
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(pem)
    )
    return path
