"""What each file of the forms is called on screen."""

from balakas.common.messages import N_
from balakas.papers.rules.kinds import FACTS

FORM_LABELS: dict[str, str] = {
    "kop": N_("Kop dan bagian bersama semua naskah"),
    **{kind.value: facts.label for kind, facts in FACTS.items()},
    "subject_file": N_("Berkas subjek data"),
    "reset_slip": N_("Slip atur ulang sandi"),
    "recovery_slip": N_("Lembar kata pemulihan"),
}
