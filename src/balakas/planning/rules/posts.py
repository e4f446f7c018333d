"""Which villages come to a post."""

from collections.abc import Collection, Mapping
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class PostWithoutVillage(BalakasError):
    """A post nobody comes to."""

    code = "post_without_village"
    message = N_("Pilih sedikitnya satu desa yang dilayani titik salur ini.")


class VillageElsewhere(BalakasError):
    """One village comes to one post."""

    code = "village_elsewhere"
    message = N_("%(count)s desa sudah dilayani titik salur lain dalam penyaluran ini.")


class VillageInvited(BalakasError):
    """People of the village hold an invitation to this post."""

    code = "village_invited"
    message = N_("Penerima dari %(count)s desa sudah diundang ke titik salur ini. Batalkan undangannya dahulu.")


def check_villages(villages: Collection[str], taken: Mapping[str, UUID], *, post_id: UUID | None) -> None:
    """Raise `PostWithoutVillage`, or `VillageElsewhere` when another post of the distribution serves one of them."""
    if not villages:
        raise PostWithoutVillage
    elsewhere = [code for code in villages if taken.get(code, post_id) != post_id]
    if elsewhere:
        raise VillageElsewhere(count=len(elsewhere))


def check_leaving(invited: Collection[str]) -> None:
    """Raise `VillageInvited` when a village that leaves the post still has live invitations."""
    if invited:
        raise VillageInvited(count=len(invited))
