"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TOO_LARGE = _("Berkas ini terlalu besar untuk dikirim.")


class Photos(forms.ClearableFileInput):
    """Several photos at once, straight from the camera on a phone."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A field of several photos; it may be left empty."""

    widget = Photos(attrs={"accept": "image/*"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the photos sent; one that the upload limit dropped is named."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        for one in given:
            refuse_too_large(one)
        return [super(PhotosField, self).clean(one, initial) for one in given if one]


class PaperField(forms.FileField):
    """A photo or scan of a paper: cleans to its bytes, `b""` where it may be left empty and was."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"})

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """Return the content; the action looks at what it is. Raises `ValidationError`."""
        refuse_too_large(data)
        given = super().clean(data, initial)
        content: bytes = given.read() if given else b""
        return content


def refuse_too_large(file: Any) -> None:
    """Raise a sentence for a file that the upload handler dropped for its size."""
    if getattr(file, "too_large", False):
        raise forms.ValidationError(TOO_LARGE)
