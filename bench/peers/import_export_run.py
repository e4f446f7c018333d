"""django-import-export on the benchmark's rows: `import_export_run.py FILE documented|bulk`, in an environment of its own.

As the documentation shows it: a ModelResource, a tablib dataset, `import_data`. Bulk mode as its page on bulk imports says:
`use_bulk`, `skip_diff`, a batch size of 1,000.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings

FIELDS = ("name", "nik", "kk", "birth_place", "birth_date", "sex", "address", "rt", "rw", "village", "district")
PLACES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)


def database() -> dict[str, object]:
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if url.scheme.startswith("postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql", "NAME": url.path.lstrip("/"), "USER": url.username or "",
            "PASSWORD": url.password or "", "HOST": url.hostname or "", "PORT": url.port or "",
        }  # fmt: skip
    options = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", "transaction_mode": "IMMEDIATE"}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PEER_SQLITE"], "OPTIONS": options}


def main() -> None:
    file, mode = Path(sys.argv[1]), sys.argv[2]
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "import_export"], DATABASES={"default": database()},
        USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    django.setup()
    import tablib
    from django.db import connection, models
    from import_export import resources

    columns = {name: models.CharField(max_length=300, blank=True) for name in FIELDS}
    person = type(
        "Person",
        (models.Model,),
        {**columns, "__module__": __name__, "Meta": type("Meta", (), {"app_label": "import_export"})},
    )
    with connection.schema_editor() as editor:
        editor.create_model(person)
    meta = {"model": person, "fields": ("id", *FIELDS)}
    if mode == "bulk":
        meta |= {"use_bulk": True, "skip_diff": True, "batch_size": 1000}
    made = type("PersonResource", (resources.ModelResource,), {"Meta": type("Meta", (), meta)})()
    wall, cpu = time.perf_counter(), time.process_time()
    read = tablib.Dataset().load(file.read_text(encoding="utf-8"), format="csv")
    dataset = tablib.Dataset(headers=("id", *FIELDS))
    dataset.extend((row[0], *(row[place] for place in PLACES)) for row in read)
    result = made.import_data(dataset, dry_run=False, raise_errors=True)
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    assert not result.has_errors()
    assert person.objects.count() == len(dataset)
    took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(took))


if __name__ == "__main__":
    main()
