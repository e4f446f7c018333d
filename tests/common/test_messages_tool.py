"""The catalogue's gathering: one word with two meanings is two entries."""

from tools.messages import Key, _in_template, gather


def test_a_context_in_a_template_makes_another_entry():
    found = _in_template(
        """{% translate "Keluar" %}{% translate 'Keluar' context 'surat' as here %}
        {% blocktranslate trimmed context "hari" count n=n %}satu{% plural %}{{ n }} buah{% endblocktranslate %}"""
    )
    assert set(found) == {Key("Keluar"), Key("Keluar", context="surat"), Key("satu", "%(n)s buah", "hari")}


def test_a_context_in_a_python_file_makes_another_entry():
    catalogue = gather()
    assert catalogue.get("Selesai") is not None
    assert catalogue.get("Selesai", "jam") is not None
    assert catalogue.get("Penyaluran", "menu") is not None
