"""What a command does to the data folder before it works: make it or demand it, migrate, load the regions."""

import sys

from balakas.common.actors import SYSTEM
from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.config import data_folder


class DataFolderMissing(BalakasError):
    """The command needs an office's data and the folder holds none."""

    code = "data_folder_missing"
    message = N_(
        "Folder data “%(folder)s” belum ada isinya. Jalankan “balakas init” atau “balakas restore” terlebih dahulu."
    )


def make_database() -> None:
    """Make the data folder and its keys where missing, make Django ready, bring tables and regions up to date."""
    data_folder.make(data_folder.path())
    migrate()


def migrate() -> None:
    """Make Django ready, and bring the tables and the regions up to this version."""
    import django  # noqa: PLC0415 -- the folder comes before the settings

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from balakas.regions import actions as regions  # noqa: PLC0415
    from balakas.regions.queries import villages  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
    if not villages.is_loaded():
        regions.load_regions(by=SYSTEM, at=timezone.now())


def demand_folder() -> None:
    """Raise `DataFolderMissing` unless the data folder holds keys; nothing is made."""
    folder = data_folder.path()
    if not (folder / "keys" / "master.key").exists():
        raise DataFolderMissing(folder=folder)
