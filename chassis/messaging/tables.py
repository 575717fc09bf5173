"""The tables every service carries so that no event is lost or applied twice."""

from chassis.database import Table, tables


class MessagingTable(Table):
    __abstract__ = True
    metadata = tables()
