"""What every table of this service shares."""

from typing import ClassVar

from sqlalchemy import MetaData

from chassis.database import Table, tables


class PlansTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()
