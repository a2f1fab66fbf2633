"""A real, small OpenID Connect provider on loopback: it signs its tokens and checks PKCE and our secret."""

import asyncio
import base64
import secrets
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import JSONResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "claimdesk", "a secret of both"


@dataclass
class SmallProvider:
    """Says of whoever comes that it is `subject`; `spoil` replaces claims of its tokens."""

    issuer: str
    subject: str = "u-4711"
    groups: list[str] = field(default_factory=list)
    amr: list[str] = field(default_factory=lambda: ["pwd", "mfa"])
    spoil: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signing: RSAKey | None = None  # None: its own key
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.describe)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        app.get("/keys")(self.keys)
        return app

    async def describe(self) -> dict[str, str]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in places.items()}

    async def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return Response(status_code=302, headers={"location": f"{asked['redirect_uri']}?{back}"})

    async def token(
        self,
        request: Request,
        code: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
    ) -> Response:
        asked = self.codes.pop(code, None)
        _, _, given = request.headers.get("authorization", "").partition(" ")
        is_ours = base64.b64decode(given).decode() == f"{CLIENT}:{SECRET}"
        fits = asked and create_s256_code_challenge(code_verifier) == asked["code_challenge"]
        if not asked or not fits or not is_ours or redirect_uri != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": asked["nonce"]}
        claims |= {"iat": now, "exp": now + 300, "groups": self.groups, "amr": self.amr} | self.spoil
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signing or self.key)
        return JSONResponse({"id_token": signed, "access_token": "-", "token_type": "Bearer"})


@asynccontextmanager
async def small_provider() -> AsyncIterator[SmallProvider]:
    """It answers while the block lasts."""
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.bind(("127.0.0.1", 0))
    provider = SmallProvider(f"http://127.0.0.1:{line.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(provider.app(), log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve([line]))
    yield provider
    server.should_exit = True
    await serving
