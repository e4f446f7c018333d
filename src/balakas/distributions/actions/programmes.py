"""Programmes and benefits: an office enters its own, or copies a shipped one and makes it fit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.distributions.models import Benefit, Programme
from balakas.distributions.queries import programmes
from balakas.distributions.rules import programme as rules
from balakas.distributions.rules import replacement
from balakas.distributions.rules.distribution import BenefitForeign
from balakas.distributions.rules.programme import Gift, Terms
from balakas.distributions.rules.replacement import ReasonRule
from balakas.letters.rules import check_version
from balakas.staff import queries as staff
from balakas.staff.rules import Right

KIND = "programme"


def add_programme(*, office_id: UUID, terms: Terms, by: Actor, at: datetime) -> Programme:
    """Enter a programme. Raises `CodeWrong`, `CodeTaken`."""
    _check_right(office_id, by, at)
    rules.check_terms(terms)
    with transaction.atomic():
        _check_code(office_id, terms.code)
        row = Programme.objects.create(office_id=office_id, **_columns(terms))
        _record(row, by, at, "distributions.add_programme", {"code": row.code})
    return row


def copy_preset(*, office_id: UUID, code: str, by: Actor, at: datetime) -> Programme:
    """Copy a shipped programme with its benefits into the office. Raises `PresetUnknown`, `CodeTaken`."""
    preset = programmes.preset(code)
    with transaction.atomic():
        row = add_programme(office_id=office_id, terms=preset.terms, by=by, at=at)
        for gift in preset.gifts:
            add_benefit(programme_id=row.id, gift=gift, by=by, at=at)
    return row


def change_programme(*, programme_id: UUID, terms: Terms, seen_version: int, by: Actor, at: datetime) -> Programme:
    """Change a programme; distributions opened already keep the terms they were opened on.

    Raises `ChangedMeanwhile`, `CodeWrong`, `CodeTaken`.
    """
    with transaction.atomic():
        row = _locked(programme_id)
        _check_right(row.office_id, by, at)
        rules.check_terms(terms)
        check_version(row.version, seen_version)
        if terms.code != row.code:
            _check_code(row.office_id, terms.code)
        before = _columns(programmes.terms_of(row))
        after = _columns(terms)
        for name, value in after.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        changed = {name: before[name] for name in after if before[name] != after[name]}
        _record(row, by, at, "distributions.change_programme", {"before": changed})
    return row


def set_active(*, programme_id: UUID, active: bool, by: Actor, at: datetime) -> Programme:
    """Put a programme out of use, or back in; what refers to it stays."""
    with transaction.atomic():
        row = _locked(programme_id)
        _check_right(row.office_id, by, at)
        if row.active != active:
            row.active = active
            row.save(update_fields=["active"])
            _record(row, by, at, "distributions.use_programme", {"active": active})
    return row


def set_replacements(
    *, programme_id: UUID, rules_wanted: Sequence[ReasonRule], seen_version: int, by: Actor, at: datetime
) -> Programme:
    """Set why people may leave a programme's lists, what shows it and who follows; running distributions keep theirs.

    Raises `ChangedMeanwhile`, `EvidenceNeeded`.
    """
    with transaction.atomic():
        row = _locked(programme_id)
        _check_right(row.office_id, by, at)
        replacement.check_rules(rules_wanted)
        check_version(row.version, seen_version)
        before, row.replacement_rules = row.replacement_rules, replacement.rules_data(rules_wanted)
        row.version += 1
        row.save()
        _record(row, by, at, "distributions.set_replacements", {"before": before})
    return row


def add_benefit(*, programme_id: UUID, gift: Gift, by: Actor, at: datetime) -> Benefit:
    """Add a benefit to a programme. Raises `AmountWrong`, `UnitNeeded`, `NameTaken`."""
    with transaction.atomic():
        programme = _locked(programme_id)
        _check_right(programme.office_id, by, at)
        rules.check_gift(gift)
        if programme.benefits.filter(name__iexact=gift.name.strip()).exists():
            raise rules.NameTaken(name=gift.name.strip())
        row = Benefit.objects.create(programme=programme, **_gift_columns(gift))
        _record(programme, by, at, "distributions.add_benefit", {"benefit": row.name})
    return row


def change_benefit(*, benefit_id: UUID, gift: Gift, active: bool, by: Actor, at: datetime) -> Benefit:
    """Change a benefit. Once a distribution gives it, kind and unit stay: the books count in them (`BenefitInUse`)."""
    with transaction.atomic():
        row = Benefit.objects.select_for_update(of=("self",)).select_related("programme").filter(id=benefit_id).first()
        if row is None:
            raise BenefitForeign
        _check_right(row.programme.office_id, by, at)
        rules.check_gift(gift)
        columns = _gift_columns(gift)
        if (row.kind, row.unit) != (columns["kind"], columns["unit"]) and programmes.is_given(row.id):
            raise rules.BenefitInUse(name=row.name)
        if row.programme.benefits.filter(name__iexact=gift.name.strip()).exclude(id=row.id).exists():
            raise rules.NameTaken(name=gift.name.strip())
        for name, value in columns.items():
            setattr(row, name, value)
        row.active = active
        row.save()
        _record(row.programme, by, at, "distributions.change_benefit", {"benefit": row.name, "active": active})
    return row


def _check_right(office_id: UUID, by: Actor, at: datetime) -> None:
    staff.check_right(by=by, right=Right.DISTRIBUTIONS_MANAGE, at=at, office_id=office_id)


def _check_code(office_id: UUID, code: str) -> None:
    if Programme.objects.filter(office_id=office_id, code=code).exists():
        raise rules.CodeTaken(code=code)


def _locked(programme_id: UUID) -> Programme:
    row = Programme.objects.select_for_update().filter(id=programme_id).first()
    if row is None:
        raise BenefitForeign
    return row


def _columns(terms: Terms) -> dict[str, object]:
    return {
        "code": terms.code,
        "name": terms.name.strip(),
        "fund_source": terms.fund_source.strip(),
        "legal_base": terms.legal_base.strip(),
        "agency_name": terms.agency_name.strip(),
        "required_papers": [paper.as_data() for paper in terms.required_papers],
        "proofs": [str(one) for one in terms.proofs],
        "proxy_rules": rules.proxies_data(terms.proxies),
        "proxy_limit": terms.proxy_limit,
        "retention_months": terms.retention_months,
    }


def _gift_columns(gift: Gift) -> dict[str, object]:
    cash = gift.kind is rules.BenefitKind.CASH
    return {
        "name": gift.name.strip(),
        "kind": str(gift.kind),
        "unit": rules.RUPIAH if cash else gift.unit.strip(),
        "usual_amount": gift.usual_amount,
        "unit_value": 1 if cash else gift.unit_value,
    }


def _record(row: Programme, by: Actor, at: datetime, act: str, details: dict[str, object]) -> None:
    audit.record(
        office_id=row.office_id, by=by, at=at, act=act, kind=KIND, subject_id=row.id, label=row.name, details=details
    )
