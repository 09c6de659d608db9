"""Account pages under hostile input: never a failure of ours, and nobody gets in by it."""

import pytest

CREDENTIAL = (
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA",'
    '"authenticatorData":"AA","signature":"AA","userHandle":"AA"}}'
)
BAD = (
    "", "x", "[]", "1", "null", "{}", '{"id":1}', '{"response":[]}', '{"response":{"userHandle":"AAAA"}}',
    CREDENTIAL,
    "[" * 5_000, "\x00", "a" * 100_000, "９９９９９９", "'; --", "{{7*7}}",
)  # fmt: skip
PATHS = (
    "login/", "signup/", "password/reset/", "password/change/", "password/set/", "email/", "reauthenticate/",
    "2fa/authenticate/", "2fa/reauthenticate/", "2fa/totp/activate/", "2fa/webauthn/add/", "2fa/webauthn/login/",
    "2fa/webauthn/reauthenticate/", "2fa/recovery-codes/generate/", "3rdparty/", "login/code/confirm/",
    "confirm-email/xx/", "password/reset/key/1-x/", "oidc/city/login/", "oidc/city/login/callback/",
)  # fmt: skip
FIELDS = (
    "login", "password", "email", "code", "credential", "name", "number", "born", "password1", "password2",
    "oldpassword", "next", "action_add", "token", "account", "passwordless",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_bad_input_is_answered_with_a_page(resident, client, signed_in, path):
    for caller in (client, signed_in(resident)):
        mine = caller.session.get("_auth_user_id")
        for bad in BAD:
            for fields in (FIELDS, ["credential"]) if "2fa" in path else (FIELDS,):
                answer = caller.post(f"/account/{path}", dict.fromkeys(fields, bad))
                assert answer.status_code < 500
                assert caller.session.get("_auth_user_id") in (None, mine)
