"""Is this request the provider's? Twilio's form: HMAC-SHA1 over the URL and the sorted parameters, in base 64.

See "Validating requests are coming from Twilio" in its documentation; other providers copied the form.
"""

import base64
import hmac
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

from onecity.telephone.settings import voice_secret


def is_signed(request: HttpRequest) -> bool:
    """Without a secret nothing is."""
    secret = voice_secret()
    given = request.headers.get("X-Twilio-Signature", "")
    if not secret or not given.isascii():
        return False
    url = settings.PUBLIC_URL + request.get_full_path()
    return hmac.compare_digest(signature(secret, url, request.POST.lists()), given)


def signature(secret: str, url: str, parameters: Iterable[tuple[str, list[str]]]) -> str:
    """A name that comes several times is signed with each of its different values, in order."""
    pairs = (name + value for name, values in sorted(parameters) for value in sorted(set(values)))
    text = url + "".join(pairs)
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha1")).decode()
