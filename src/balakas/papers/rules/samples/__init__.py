"""Invented data for every form: compiled when an office tries its own template, shown in the settings, used in tests.

The people do not exist; numbers end in serials of 9001 and above.
"""
