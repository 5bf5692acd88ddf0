"""The store: everything the bot must not forget, in one SQLite file. The only SQL of the project is here."""

from store.backups import restore
from store.connections import DamagedDatabase, NewerSchema
from store.database import Store, open_store
from store.unit_of_work import UnitOfWork

__all__ = ["DamagedDatabase", "NewerSchema", "Store", "UnitOfWork", "open_store", "restore"]
