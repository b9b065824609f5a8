"""What a person holds in the hand: an authenticator app, and a passkey in software."""

import hashlib
import json
import os
import struct
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PERIOD_S = 30
TOTP = "/_allauth/browser/v1/account/authenticators/totp"
WEBAUTHN = "/_allauth/browser/v1/account/authenticators/webauthn"
RECOVERY_CODES = "/_allauth/browser/v1/account/authenticators/recovery-codes"
ACCOUNT = "/_allauth/browser/v1/auth/"


class App:
    """An authenticator app. Each code is one that was not shown before."""

    def __init__(self, secret):
        self.secret = secret
        self._step = -2

    def code(self):
        # One step is let in either way for phones whose clock is wrong.
        self._step += 1
        if self._step == -1:
            wait_for_a_whole_step()
        return self.code_at(self._step)

    def code_at(self, step):
        counter = int(time.time()) // PERIOD_S + step
        return format_hotp_value(hotp_value(self.secret, counter))


def wait_for_a_whole_step():
    """Until a code of the step before this one is good for five seconds more."""
    left = PERIOD_S - time.time() % PERIOD_S
    if left < 5:
        time.sleep(left)


def set_up_app(browser):
    """As the Me screen does it; the app's first code is used up by it."""
    app = App(browser.get(TOTP).json()["meta"]["secret"])
    answer = browser.post(TOTP, code=app.code())
    assert answer.status_code == 200, answer.content
    return app


class Passkey:
    """What the browser asks a phone or key for, by the same bytes."""

    def __init__(self, origin, rp="127.0.0.1"):
        self.origin, self.rp = origin, rp
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.handle = b""
        self.uses = 0

    def create(self, options):
        public = options["publicKey"]
        self.handle = websafe_decode(public["user"]["id"])
        client = self._client("webauthn.create", public["challenge"])
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = self._authenticator_data(0x45, credential)
        attestation = AttestationObject.create("none", data, {})
        return self._credential(
            {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(bytes(attestation)),
            }
        ) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options):
        public = options["publicKey"]
        client = self._client("webauthn.get", public["challenge"])
        data = self._authenticator_data(0x05)
        signed = bytes(data) + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.handle),
            }
        ) | {"clientExtensionResults": {}}

    def _client(self, kind, challenge):
        fields = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(fields).encode()

    def _authenticator_data(self, flags, credential=b""):
        self.uses += 1
        digest = hashlib.sha256(self.rp.encode()).digest()
        head = digest + struct.pack(">BI", flags, self.uses)
        return AuthenticatorData(head + bytes(credential))

    def _credential(self, response):
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def set_up_passkey(browser, passkey, name="Phone"):
    options = browser.get(WEBAUTHN, passwordless="1").json()["data"]["creation_options"]
    return browser.post(WEBAUTHN, name=name, credential=passkey.create(options))
