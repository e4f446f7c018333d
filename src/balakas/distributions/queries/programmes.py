"""Programmes and benefits of an office, and the shipped ones it may copy."""

import json
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from balakas.distributions.models import Allocation, Benefit, Programme
from balakas.distributions.rules import programme as rules
from balakas.distributions.rules.programme import BenefitKind, Gift, Preset, ProofCode, Terms
from balakas.staff.rules import Officer


@cache
def presets() -> tuple[Preset, ...]:
    """Return the shipped programmes."""
    text = (files("balakas.distributions") / "data" / "programmes.json").read_text(encoding="utf-8")
    return tuple(_preset(row) for row in json.loads(text))


def preset(code: str) -> Preset:
    """Return a shipped programme. Raises `PresetUnknown`."""
    for one in presets():
        if one.terms.code == code:
            return one
    raise rules.PresetUnknown(preset=code)


def programmes_of(office_id: UUID) -> QuerySet[Programme]:
    """Return an office's programmes by name, those in use first, with their benefits."""
    benefits = Prefetch("benefits", queryset=Benefit.objects.order_by("-active", "name"))
    return Programme.objects.filter(office_id=office_id).prefetch_related(benefits).order_by("-active", "name")


def usable_benefits(office_id: UUID) -> QuerySet[Benefit]:
    """Return the benefits a new distribution may give, programme by programme."""
    return (
        Benefit.objects.filter(programme__office_id=office_id, programme__active=True, active=True)
        .select_related("programme")
        .order_by("programme__name", "name")
    )


def programme_for(officer: Officer, programme_id: UUID) -> Programme:
    """Return a programme of the officer's office, else 404."""
    row = programmes_of(officer.office_id).filter(id=programme_id).first()
    if row is None:
        raise Http404
    return row


def benefit_for(officer: Officer, benefit_id: UUID) -> Benefit:
    """Return a benefit of the officer's office, else 404."""
    rows = Benefit.objects.filter(programme__office_id=officer.office_id).select_related("programme")
    row = rows.filter(id=benefit_id).first()
    if row is None:
        raise Http404
    return row


def is_given(benefit_id: UUID) -> bool:
    """Tell whether any distribution gives the benefit."""
    return Allocation.objects.filter(benefit_id=benefit_id).exists()


def terms_of(programme: Programme) -> Terms:
    """Return a programme's row as typed values."""
    return Terms(
        code=programme.code,
        name=programme.name,
        fund_source=programme.fund_source,
        legal_base=programme.legal_base,
        agency_name=programme.agency_name,
        required_papers=rules.papers_from(programme.required_papers),
        proofs=tuple(ProofCode(one) for one in programme.proofs),
        proxies=rules.proxies_from(programme.proxy_rules),
        proxy_limit=programme.proxy_limit,
        retention_months=programme.retention_months,
    )


def frozen(benefit: Benefit) -> dict[str, object]:
    """Return what a distribution keeps of a benefit loaded with its programme: the unit's value, papers, proofs, proxies."""
    return {"unit_value": benefit.unit_value, **{name: getattr(benefit.programme, name) for name in rules.FROZEN}}


def not_copied(office_id: UUID) -> list[Preset]:
    """Return the shipped programmes the office has no programme of the same code of."""
    there = set(Programme.objects.filter(office_id=office_id).values_list("code", flat=True))
    return [one for one in presets() if one.terms.code not in there]


def counts(office_id: UUID) -> dict[str, int]:
    """Return how many programmes are in use and how many are not."""
    return Programme.objects.filter(office_id=office_id).aggregate(
        active=Count("id", filter=Q(active=True)), retired=Count("id", filter=Q(active=False))
    )


def _preset(row: dict[str, Any]) -> Preset:
    terms = Terms(
        code=row["code"],
        name=row["name"],
        fund_source=row["fund_source"],
        agency_name=row["agency_name"],
        required_papers=rules.papers_from(row["required_papers"]),
        proofs=tuple(ProofCode(one) for one in row["proofs"]),
        proxies=rules.proxies_from(row["proxy_rules"]),
        proxy_limit=row["proxy_limit"],
    )
    gifts = tuple(
        Gift(one["name"], BenefitKind(one["kind"]), one["usual_amount"], one["unit"], one.get("unit_value", 0))
        for one in row["benefits"]
    )
    return Preset(terms, gifts, row["note"])
