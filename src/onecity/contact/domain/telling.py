"""Word of each step to whoever reported: in her inbox when she is known, else by e-mail when she left an address."""

from django.db.models import Model

from onecity.contact import releases
from onecity.contact.models import ContactRequest
from onecity.notices import domain as notices


def tell(request: ContactRequest, kind: str, **facts: object) -> list[Model]:
    """Rows to be stored with the act itself; none for somebody who left nothing of herself."""
    if request.resident_id is None:
        return []
    topic = releases.current().topics.get(request.topic)
    about = {"number": request.number, "title": topic.title if topic else {}, **facts}
    return [notices.new_notice(resident_id=request.resident_id, kind=kind, facts=about)]
