"""What browsers ask for at the top of the address without any page naming it."""

from django.test import Client


def test_a_pdf_in_its_own_tab_finds_an_icon(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] == b"\x00\x00\x01\x00"  # an ICO, not a picture of another kind
