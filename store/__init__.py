"""The store: everything the bot must not forget, in one SQLite file. The only SQL of the project is here."""

from bot.lean import without

# sqlite-utils imports these if they are installed, to know their kinds of numbers: 20 MB, a tenth of a second.
with without("numpy", "pandas"):
    import sqlite_utils as _sqlite_utils  # noqa: F401

from store.database import Store
from store.file.backups import refuse_while_in_use, restore, write_backup_of_replica
from store.file.connections import DamagedDatabase, NewerSchema
from store.file.replicas import fetched, is_replica
from store.opening import open_store, open_to_read, open_what_is_there
from store.unit_of_work import UnitOfWork

__all__ = [
    "DamagedDatabase",
    "NewerSchema",
    "Store",
    "UnitOfWork",
    "fetched",
    "is_replica",
    "open_store",
    "open_to_read",
    "open_what_is_there",
    "refuse_while_in_use",
    "restore",
    "write_backup_of_replica",
]
