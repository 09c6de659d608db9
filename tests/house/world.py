"""A small city in which everything that has an address exists once, and one caller for each role."""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from onecity.applications import domain as applications
from onecity.applications.models import Case, Rating, Task
from onecity.catalogue.queries import get_service
from onecity.certificates.models import Certificate
from onecity.common.actor import Actor
from onecity.common.clock import now, today
from onecity.common.text import Text
from onecity.contact import releases
from onecity.contact.definition import Centre, Topic
from onecity.contact.domain.intake import receive
from onecity.contact.models import Picture, WorkOrder
from onecity.files.domain import take_in
from onecity.forms.domain import save_answers, start_draft
from onecity.identity.domain import issue_token
from onecity.identity.queries import actor_of
from onecity.people.models import Mandate
from onecity.registers.models import Correction

SERVICE = "residence-certificate.apply"
WITH_EVIDENCE = "tourist-complaint.apply"
LIGHT = Topic(
    code="street-light",
    title=Text(en="Street light is out"),
    agency="public-security",
    unit="residence",
    group="streets",
    kind="fault",
    days=3,
)
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\4\0\0\0\4\x08\0\0\0\0\x8c\x9a\xc1\xa2"
    b"\0\0\0\rIDATx\x9cc`\xc0\x04\0\0\x14\0\1\0\0\0\0IEND\xaeB`\x82"
)
ROLES = (
    "stranger", "resident", "other resident", "officer", "other agency", "head", "designer", "operator",
    "administrator", "auditor",
    "token", "other token", "agency token", "other agency token",
)  # fmt: skip


@dataclass
class Caller:
    """Somebody who calls: with a session, with a bearer token, or with nothing."""

    client: Client
    headers: dict[str, str]

    def call(self, method, path, body):
        """Ask; the session stays as it was, whatever the answer says."""
        cookies = self.client.cookies.copy()
        try:
            return self._call(method, path, body)
        finally:
            self.client.cookies = cookies

    def _call(self, method, path, body):
        if method in ("GET", "DELETE"):
            return self.client.generic(method, path, headers=self.headers)
        if path.startswith("/api/") and "upload" not in body:
            return self.client.generic(
                method, path, json.dumps(body, default=str), content_type="application/json", headers=self.headers
            )
        files = {name: SimpleUploadedFile("me.png", PNG) for name in body if name == "upload"}
        return self.client.post(path, body | files, headers=self.headers)


def callers(people, signed_in):
    """One caller for each role; ``people`` are accounts and residents by role."""
    tokens = {
        "token": issue_token(name="program", account=people["resident"].account),
        "other token": issue_token(name="program", account=people["other resident"].account),
        "agency token": issue_token(name="system", agency="public-security"),
        "other agency token": issue_token(name="system", agency="water"),
    }
    return {
        "stranger": Caller(Client(), {}),
        **{role: Caller(signed_in(person), {}) for role, person in people.items()},
        **{role: Caller(Client(), {"authorization": f"Bearer {token}"}) for role, token in tokens.items()},
    }


class World:
    """Everything of ``resident`` that an address can name. Her task is ready, taken by ``officer``, or waits for her."""

    def __init__(self, resident, child, officer):
        self.resident, self.officer = resident, officer
        self.granted, self.unrated = self.decided(), self.decided()
        self.taken, self.waiting = self.taken_task(), self.taken_task()
        applications.ask_more(task_id=self.waiting.id, text="Please send more.", actor=_actor(officer))
        self.ready = self.ready_task()
        self.draft, self.with_evidence = self.answered(), self.begun(WITH_EVIDENCE)
        self.mandate = Mandate.objects.get(principal_id=child.id)
        self.certificate = Certificate.objects.get(case_id=self.granted.id)
        self.file = self.sent_file()
        self.correction = self.wanted_correction()
        self.rating = self.bad_rating()
        self.passkey = self.registered_passkey()
        self.report = self.reported()
        self.order = WorkOrder.objects.get(request_id=self.report.request.id)
        self.photo = Picture.objects.get(request_id=self.report.request.id)
        TOTP.activate(resident.account, generate_totp_secret())
        RecoveryCodes.activate(resident.account)

    def begun(self, service):
        return start_draft(
            service=get_service(service), resident_id=self.resident.id, actor=_actor(self.resident.account)
        )

    def answered(self):
        answers = {"purpose": "school", "phone": "13800000000"}
        saved = save_answers(draft_id=self.begun(SERVICE).id, answers=answers, actor=_actor(self.resident.account))
        return saved.draft

    def filed(self):
        return applications.submit_application(draft_id=self.answered().id, actor=_actor(self.resident.account))

    def ready_task(self):
        case = self.filed()
        applications.advance_case(case.id)
        return Task.objects.get(case_id=case.id, state=Task.READY)

    def taken_task(self):
        task = self.ready_task()
        applications.take_task(task_id=task.id, actor=_actor(self.officer))
        return task

    def decided(self):
        task = self.taken_task()
        applications.decide_task(task_id=task.id, outcome="pass", reason="In order.", actor=_actor(self.officer))
        applications.advance_case(task.case_id)
        return Case.objects.get(id=task.case_id)

    def sent_file(self):
        upload = SimpleUploadedFile("me.png", PNG)
        return take_in(
            upload=upload, evidence="message", case=self.unrated, actor=_actor(self.resident.account), accept=("png",)
        )

    def wanted_correction(self):
        return Correction.objects.create(
            resident_id=self.resident.id, register="population", attribute="district", agency="public-security",
            should_be="old-town",
        )  # fmt: skip

    def bad_rating(self):
        return Rating.objects.create(
            case_id=self.granted.id, resident_id=self.resident.id, service=SERVICE, agency="public-security", stars=1,
            answer_due_on=today() + timedelta(days=5), at=now(),
        )  # fmt: skip

    def reported(self):
        """Something that the resident has reported and anybody may read, with a photo."""
        releases.install_centre(centre=Centre(groups={"streets": Text(en="Streets")}, topics={LIGHT.code: LIGHT}))
        releases.forget()
        return receive(
            channel="web", words="The lamp is dark.", topic=LIGHT.code, lon=121.4737, lat=31.2304, pictures=[PNG],
            actor=Actor(kind="resident", resident=self.resident.id),
        )  # fmt: skip

    def registered_passkey(self):
        """A passkey as a browser registers one (its private half is nowhere)."""
        key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        held = AttestedCredentialData.create(Aaguid.NONE, b"credential-id-16", key)
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        made = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, held)
        said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "http://testserver")
        credential = {
            "id": websafe_encode(held.credential_id),
            "rawId": websafe_encode(held.credential_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(said),
                "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
            },
        }
        return WebAuthn.add(self.resident.account, "key", credential).instance


def _actor(account):
    return actor_of(account)[0]
