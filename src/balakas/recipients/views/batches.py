"""Many photos of cards at once: sent, read in the background, what is left decided with the keyboard."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.indonesian import long_date
from balakas.common.masks import mask_number
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, refuse, staff_page
from balakas.recipients.actions import batches as actions
from balakas.recipients.actions import documents
from balakas.recipients.forms.batches import ACCEPTED, BatchForm, PlaceForm
from balakas.recipients.forms.documents import word
from balakas.recipients.queries import batches, pictures
from balakas.recipients.rules import batches as rules
from balakas.recipients.rules.batches import STATE_TONES, STATE_WORDS, PhotoState
from balakas.recipients.rules.drafts import FIELD_WORDS, NUMBERS
from balakas.recipients.views import shared
from balakas.staff.rules import Right

SALT = "recipients.batch_photo"
SECONDS = 900
_SHOWN = ("nik", "kk", "name", "birth_date", "village")


@staff_page(Right.RECIPIENTS_COLLECT)
def begin(request: HttpRequest, distribution_id: UUID) -> HttpResponseBase:
    """Take many photos at once; a script asks with `Accept: application/json` for a batch to send them into in portions."""
    distribution = shared.distribution_for(request, distribution_id)
    officer = shared.officer_of(request)
    form = BatchForm(request.POST or None, request.FILES or None)
    in_portions = request.headers.get("Accept") == "application/json"
    if request.method == "POST" and (in_portions or form.is_valid()):
        try:
            files = [] if in_portions else form.contents()
            batch = actions.bring(distribution_id=distribution_id, files=files, by=officer.actor, at=timezone.now())
            if in_portions:
                return JsonResponse({"batch": str(batch.id)})
        except BalakasError as error:
            refuse(form, error, field="photos")
        else:
            return redirect("recipients:card_batch", batch_id=batch.id)
    held = [(one, batches.counts(one)) for one in batches.batches_of(officer, distribution_id)]
    context = {
        **shared.base(request, distribution), "form": form, "accept": ACCEPTED,
        "batches": [{"batch": one, "photos": sum(found.values()), "open": sum(found[state] for state in rules.TO_DECIDE), "placed": found[PhotoState.PLACED]} for one, found in held],
    }  # fmt: skip
    return render(request, "recipients/card_batches.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def send(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take a portion of a batch's photos."""
    officer = shared.officer_of(request)
    batches.batch_for(officer, batch_id)
    form = BatchForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(str(one) for one in form.errors.get("photos", []))}, status=400)
    try:
        added = actions.add(batch_id=batch_id, files=form.contents(), by=officer.actor, at=timezone.now())
    except BalakasError as error:
        return JsonResponse({"error": sentence(error)}, status=400)
    return JsonResponse({"kept": added.kept, "known": added.known})


@staff_page(Right.RECIPIENTS_COLLECT)
@confirmed
def show(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show how far a batch is, and the next photo that waits for a person."""
    officer = shared.officer_of(request)
    batch = batches.batch_for(officer, batch_id)
    counts = batches.counts(batch)
    photo = batches.next_to_decide(batch)
    if photo is not None:
        actions.reveal_photo(photo_id=photo.id, by=officer.actor, at=timezone.now())
    total = sum(counts.values())
    context = {
        **shared.base(request, batch.distribution), "batch": batch, "total": total, "done": total - counts[PhotoState.WAITING],
        "reading": bool(counts[PhotoState.WAITING]), "counts": [(STATE_TONES[state], gettext(STATE_WORDS[state]), counts[state]) for state in PhotoState if counts[state]],
        "open": sum(counts[state] for state in rules.TO_DECIDE),
        "photo": _photo(request, batch, photo) if photo else None, "form": PlaceForm(),
    }  # fmt: skip
    return render(request, "recipients/card_batch.html", context)


def _photo(request: HttpRequest, batch: Any, photo: Any) -> dict[str, Any]:
    state = PhotoState(photo.state)
    token = signing.dumps([str(photo.id), str(shared.officer_of(request).user_id)], salt=SALT)
    cards = [
        {"kind": word(card["kind"]), "lines": [(gettext(FIELD_WORDS[name]), _plain(name, str(card["fields"][name]))) for name in _SHOWN if card["fields"].get(name)]}
        for card in batches.cards_of(photo, batch)
    ]  # fmt: skip
    return {
        "id": photo.id, "tone": STATE_TONES[state], "word": gettext(STATE_WORDS[state]), "cards": cards, "placed": photo.placed,
        "token": token if state is not PhotoState.FAILED else "",
    }  # fmt: skip


def _plain(name: str, text: str) -> str:
    return mask_number(text) if name in NUMBERS else text


@staff_page(Right.RECIPIENTS_COLLECT)
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """Give a photo that is nobody's yet with the purpose across it; only for who opened the page that shows it."""
    officer = shared.officer_of(request)
    try:
        photo_id, user_id = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    photo = batches.photo_for(officer, UUID(photo_id))
    content = batches.content_of(photo)
    if user_id != str(officer.user_id) or content is None:
        raise Http404
    text = gettext("HANYA UNTUK PENYALURAN %(title)s %(day)s") % {
        "title": photo.batch.distribution.title.upper(), "day": long_date(timezone.localdate()).upper(),
    }  # fmt: skip
    return HttpResponse(documents.marked(pictures.read_photo(content).jpeg, text), content_type="image/jpeg")


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def place(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Give a photo to the person named, or put it aside."""
    officer = shared.officer_of(request)
    photo = batches.photo_for(officer, photo_id)
    form = PlaceForm(request.POST)
    try:
        if "aside" in request.POST:
            actions.put_aside(photo_id=photo_id, by=officer.actor, at=timezone.now())
            messages.success(request, gettext("Foto disingkirkan."))
        elif form.is_valid():
            actions.place(photo_id=photo_id, by=officer.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, gettext("Foto dipasangkan."))
        else:
            messages.error(request, gettext("Ketik NIK atau nama pemilik kartu."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:card_batch", batch_id=photo.batch_id)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def stop(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Stop the reading, or let it go on."""
    officer = shared.officer_of(request)
    batches.batch_for(officer, batch_id)
    actions.stop(batch_id=batch_id, stopped=request.POST.get("stop") == "1", by=officer.actor, at=timezone.now())
    return redirect("recipients:card_batch", batch_id=batch_id)
