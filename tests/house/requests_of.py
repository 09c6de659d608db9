"""What is asked for on each route: the things that its parameters name, and a form that is right but for the asker."""

import world

from onecity.contact.domain.calls import begin_call
from onecity.contact.domain.voicemails import keep
from onecity.contact.models import Inbound


def parameters(city):
    """Parameter -> what it names; ``(path, parameter)`` where a route wants another one."""
    return {
        "case_id": city.ready.case_id,
        "task_id": city.ready.id,
        "draft_id": city.draft.id,
        "file_id": city.file.id,
        "certificate_id": city.certificate.id,
        "correction_id": city.correction.id,
        "rating_id": city.rating.id,
        "mandate_id": city.mandate.id,
        "pk": city.passkey.pk,
        "code": world.SERVICE,
        "register": "population",
        "attribute": "address",
        "provider_id": "city",
        "size": 192,
        "key": "none",
        "form": "xml",
        "kind": "jpeg",
        "order_id": city.order.id,
        "request_id": city.report.request.id,
        "number": city.report.request.number,
        "token": city.report.token,
        "picture": city.photo.id,
        "step": "call",
        "language": "en",
        "call_id": begin_call(line="sip", key="house", number="13800138000").id,
        "inbound_id": Inbound.objects.create(channel="email", key="house", raw=b"\n\nHello", state="refused").id,
        "recording_id": keep(line="sip", key="heard", audio=b"RIFF").id,
        ("/telephone/prompts/<language>/<code>.wav", "code"): "welcome",
        ("/open311/v2/services/<code>.<form>", "code"): world.LIGHT.code,
        "uidb36": "none",
        ("/life-events/<code>/", "code"): "moving-in",
        ("/subjects/<code>/", "code"): "health",
        ("/verify/<code>/", "code"): city.certificate.code,
        ("/drafts/<draft_id>/pages/<code>/", "code"): next(iter(world.get_service(world.SERVICE).pages)),
        ("/drafts/<draft_id>/evidence/", "draft_id"): city.with_evidence.id,
        ("/api/v1/drafts/<draft_id>/evidence/<code>", "draft_id"): city.with_evidence.id,
        ("/api/v1/drafts/<draft_id>/evidence/<code>", "code"): "contract",
        ("/cases/<case_id>/more", "case_id"): city.waiting.case_id,
        ("/cases/<case_id>/rate", "case_id"): city.unrated.id,
        ("/api/v1/cases/<case_id>/answer", "case_id"): city.waiting.case_id,
        ("/desk/cases/<case_id>/revoke", "case_id"): city.granted.id,
        **{(f"/desk/tasks/<task_id>/{act}", "task_id"): city.taken.id for act in TAKEN_ONLY},
        ("/api/v1/agency/tasks/<task_id>/decide", "task_id"): city.taken.id,
    }


TAKEN_ONLY = ("release", "ask", "decide", "hand-over")


def bodies(city):
    """Route -> what is sent. Others send nothing, and a form that is refused for that was let through."""
    text = {"text": "Some words."}
    return {
        "POST /drafts/<draft_id>/evidence/": {"contract": ""},
        "POST /cases/<case_id>/message": text,
        "POST /cases/<case_id>/more": {"answer": "Some words."},
        "POST /cases/<case_id>/rate": {"stars": "5", "comment": "Good."},
        "POST /me/acting/": {"person": str(city.mandate.principal_id)},
        "POST /me/contact/": {"email": "me@mail.example", "phone": "", "language": "en"},
        "POST /me/corrections/<register>/<attribute>/": {"should_be": "13 Willow Lane"},
        "POST /language": {"language": "en"},
        "POST /verify/": {"code": city.certificate.code},
        "POST /desk/agency": {"agency": "public-security"},
        "POST /desk/cases/": {"number": city.granted.number},
        "POST /desk/cases/<case_id>/message": text,
        "POST /desk/cases/<case_id>/revoke": {"reason": "By mistake."},
        "POST /desk/corrections/<correction_id>": {"verdict": "keep", "answer": "It is right."},
        "POST /desk/ratings/<rating_id>": text,
        "POST /console/find": {"number": city.report.request.number},
        "POST /console/new/": {"words": "The lamp is dark."},
        "POST /console/suggest": {"words": "The lamp is dark."},
        "POST /console/requests/<request_id>/act": {"act": "sort", "topic": world.LIGHT.code},
        "POST /desk/orders/<order_id>/act": {"act": "take"},
        "POST /desk/tasks/<task_id>/assign": {"person": str(city.officer.pk)},
        "POST /desk/tasks/<task_id>/ask": text,
        "POST /desk/tasks/<task_id>/decide": {"outcome": "pass", "reason": "In order."},
        "POST /desk/tasks/<task_id>/hand-over": {"unit": "health/intake", "reason": "Yours."},
        "POST /report/<token>/act": {"act": "add", "words": "Still dark."},
        "POST /reports/<request_id>/act": {"act": "add", "words": "Still dark."},
        "POST /reports/new/": {"words": "The lamp is dark."},
        "POST /open311/v2/servicerequestupdates.<form>": {
            "service_request_id": city.report.request.number,
            "description": "It is still dark.",
        },
        "POST /open311/v2/requests.<form>": {"service_code": world.LIGHT.code, "address_string": "Willow Lane"},
        "POST /api/v1/drafts": {"service": "library-card.apply"},
        "PATCH /api/v1/drafts/<draft_id>": {"answers": {"purpose": "school"}},
        "POST /api/v1/drafts/<draft_id>/evidence/<code>": {"upload": ""},
        "POST /api/v1/cases": {"draft": str(city.draft.id)},
        "POST /api/v1/cases/<case_id>/answer": text,
        "POST /api/v1/cases/<case_id>/messages": text,
        "POST /api/v1/agency/tasks/<task_id>/decide": {"outcome": "pass", "reason": "In order."},
    }
