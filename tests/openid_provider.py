"""A small OpenID Connect provider on this machine: discovery, authorization with PKCE, tokens, keys, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "forewarned-test", "a secret of forty letters, made for tests"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Vouches for Quill Marrow. ``claims`` and ``info`` change what it says of her; ``answers`` what it sends."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}/realm"
        self.claims: dict[str, Any] = {}
        self.info: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, str]] = {}
        self.sign: Callable[[dict[str, Any]], str] = signed
        self.asked: dict[str, str] = {}

    def configuration(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {
            "issuer": self.issuer, "userinfo_endpoint": f"{self.issuer}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{name: f"{self.issuer}/{value}" for name, value in names.items()},
        }  # fmt: skip

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            form.get("client_secret") != SECRET
            or form.get("code") != "a-code"
            or form.get("redirect_uri") != self.asked["redirect_uri"]
            or challenge.rstrip(b"=").decode() != self.asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "marrow-7", "iat": now, "exp": now + 300,
                  "nonce": self.asked.get("nonce", ""), **self.claims}  # fmt: skip
        told = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 300,
                     "id_token": self.sign(told)}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        name = parts.path.rpartition("/")[2]
        if name in self.server.answers:
            status, text = self.server.answers[name]
            self.reply(status, text)
        elif name == "openid-configuration":
            self.reply(200, json.dumps(self.server.configuration()))
        elif name == "authorize":
            self.server.asked = asked = dict(parse_qsl(parts.query))
            answer = urlencode({"code": "a-code", "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{answer}")
            self.end_headers()
        elif name == "jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.reply(200, json.dumps({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}))
        elif self.headers["Authorization"] == "Bearer an-access-token":
            info = {"sub": "marrow-7", "preferred_username": "quill.marrow", "email": "quill@marrow.example"}
            self.reply(200, json.dumps({**info, **self.server.info}))
        else:
            self.reply(401, "{}")

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "token" in self.server.answers:
            status, said = self.server.answers["token"]
            self.reply(status, said)
            return
        status, told = self.server.token(dict(parse_qsl(text)))
        self.reply(status, json.dumps(told))

    def reply(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


def signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", **header: Any) -> str:
    return jwt.encode(claims, key, algorithm, headers={"kid": "one", **header})
