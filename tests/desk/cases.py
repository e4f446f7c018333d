"""A distribution with its SOP run, as the desk sees one."""

from balakas.distributions.models import Distribution, Programme
from balakas.sop.actions import run
from tests.conftest import World
from tests.planning.conftest import Case
from tests.sop.conftest import Case as Run
from tests.sop.conftest import wita


def running(world: World, **villages: int) -> Case:
    """Return a distribution that adopted the run of an invented letter, with people on its list."""
    case, started = Case(world), Run(world)
    run.adopt_run(
        run_id=started.id,
        kind="distribution",
        subject_id=case.id,
        label=case.distribution.title,
        by=started.kasi,
        at=wita("12 09:30"),
    )
    Programme.objects.filter(office=world.office).update(required_papers=[{"code": "ktp", "substitutes": []}])
    Distribution.objects.filter(id=case.id).update(run_id=started.id)
    if villages:
        case.people(**villages)
    return case
