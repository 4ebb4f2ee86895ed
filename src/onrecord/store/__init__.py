"""The Record on SQLite or PostgreSQL, module by module.

record    `Record`, which everything else stands behind
engine    opens the database; its errors in words      migrate   makes the tables, brings old ones up to date
schema    the tables     views   how people read them  words     the indexes of words
intake    inputs -> collected -> read -> stored in batches    watching  feeds, polled and stored
adding    which article it is, new or a new version    voices    copies of one report are one voice
pen       rows into tables    rows   entries <-> rows  loading   rows -> readings
ask       questions by who, whom, what and when        search    by words
"""

from onrecord.store.adding import Stored
from onrecord.store.ask import Filter
from onrecord.store.record import Record

__all__ = ["Filter", "Record", "Stored"]
