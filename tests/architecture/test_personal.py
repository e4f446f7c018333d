"""Every model says which of its fields are personal: in exactly one of its two lists, and sealed ones always are."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from balakas.common.fields import Row, SealedField

MODELS = [model for model in apps.get_models() if model.__module__.startswith("balakas.")]


def undecided(model: type[models.Model]) -> Iterator[str]:
    """Yield what is wrong with a model's two lists."""
    personal, other = set(getattr(model, "PERSONAL", ())), set(getattr(model, "NOT_PERSONAL", ()))
    own = {field.name: field for field in model._meta.concrete_fields + model._meta.many_to_many}
    known = {field.name for base in model.__mro__ if _abstract(base) for field in base._meta.fields} | {"id"}
    yield from (f"{name} is in neither list" for name in sorted(own.keys() - personal - other - known))
    yield from (f"{name} is in both lists" for name in sorted(personal & other))
    yield from (f"{name} is no field" for name in sorted((personal | other) - own.keys()))
    for name, field in own.items():
        if isinstance(field, SealedField) and name not in personal:
            yield f"{name} is sealed, so it is personal"


def _abstract(base: type) -> bool:
    return hasattr(base, "_meta") and base._meta.abstract


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_decided(model):
    assert list(undecided(model)) == []


def test_there_are_models():
    assert len(MODELS) > 10


def test_what_is_undecided_is_found():
    class Meta:
        app_label = "staff"
        managed = False

    attributes = {
        "__module__": "tests.architecture",
        "Meta": Meta,
        "PERSONAL": ("gone",),
        "NOT_PERSONAL": ("sealed",),
        "plain": models.TextField(),
        "sealed": SealedField(),
    }
    try:
        planted = type("Planted", (Row,), attributes)
    finally:
        apps.all_models["staff"].pop("planted", None)
        apps.clear_cache()
    assert list(undecided(planted)) == [
        "plain is in neither list", "gone is no field", "sealed is sealed, so it is personal"
    ]  # fmt: skip
