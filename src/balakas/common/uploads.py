"""Uploads stay in memory: a spool file in plain would leave a citizen's card on the disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.urls import Resolver404, resolve


class MemoryOnlyUploadHandler(FileUploadHandler):
    """Keep each uploaded file in memory up to a limit; what is larger is dropped.

    That is `BALAKAS_UPLOAD_LIMIT` bytes, or more on a page named in `BALAKAS_UPLOAD_LIMITS` for an officer who is logged in:
    a stranger's bytes are read before anybody asks who they are from, and must not fill the memory.
    A dropped file arrives as an empty one whose `too_large` says so, so that the form can name it and keep the rest.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Start with a clean count."""
        super().handle_raw_input(*args, **kwargs)
        self.total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()
        self.limit = _limit(self.request)
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 -- Django's signature
        """Take a chunk; past the limit the rest of the file is read and forgotten."""
        if self.buffer.tell() + len(raw_data) > self.limit:
            self.too_large = True
            self.buffer = BytesIO()
        if not self.too_large:
            self.buffer.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the file over."""
        size = 0 if self.too_large else file_size
        self.buffer.seek(0)
        file = InMemoryUploadedFile(
            file=self.buffer,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type or "",
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
        file.too_large = self.too_large  # type: ignore[attr-defined]
        return file


def _limit(request: HttpRequest | None) -> int:
    usual: int = settings.BALAKAS_UPLOAD_LIMIT
    if request is None or getattr(request, "officer", None) is None:
        return usual
    try:
        page = resolve(request.path_info).view_name
    except Resolver404:
        return usual
    return int(settings.BALAKAS_UPLOAD_LIMITS.get(page, usual))
