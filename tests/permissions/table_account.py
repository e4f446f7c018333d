"""allauth's pages under `/akun/`: everybody's own login, password and second factor."""

from typing import Any

from allauth.mfa.models import Authenticator

from balakas.staff.rules import PositionKind
from tests.permissions.rows import Row

OWN = Row(foreign=None)
NO_SECOND_FACTOR_YET = Row(foreign=None, answers={404})


def the_camats_key(world: Any) -> dict[str, int]:
    camat = world.users[PositionKind.CAMAT]
    key = Authenticator.objects.create(user=camat, type=Authenticator.Type.WEBAUTHN, data={"name": "Kunci"})
    return {"pk": key.pk}


# allauth asks everybody for the password again before it looks whose key it is.
THE_CAMATS_KEY = Row(kwargs=the_camats_key, answers={302}, foreign=302)

ROWS = {
    "account_login": Row(public=True),
    "account_logout": OWN,
    "account_inactive": Row(public=True),
    "account_change_password": OWN,
    "account_reauthenticate": OWN,
    "mfa_index": OWN,
    "mfa_authenticate": OWN,
    "mfa_reauthenticate": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": NO_SECOND_FACTOR_YET,
    "mfa_view_recovery_codes": NO_SECOND_FACTOR_YET,
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": NO_SECOND_FACTOR_YET,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": OWN,
    "mfa_reauthenticate_webauthn": OWN,
    "mfa_remove_webauthn": THE_CAMATS_KEY,
    "mfa_edit_webauthn": THE_CAMATS_KEY,
    "mfa_login_webauthn": OWN,
}
