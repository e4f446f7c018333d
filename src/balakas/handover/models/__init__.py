"""The tables of the room. `Event` says what happened and nothing else does; the books are derived from it.

The submodules are imported here so that Django finds their tables; code imports the submodule it needs.
"""

from balakas.handover.models import arrivals, books, cases, collected, devices, ledger, minutes, paper

__all__ = ["arrivals", "books", "cases", "collected", "devices", "ledger", "minutes", "paper"]
