"""CSV files, read strictly: nothing is guessed, and what is wrong is named by its place."""

from core.reading.reports import Report, refuse
from core.reading.table import Table, parse_table, place_of_row, read_table

__all__ = ["Report", "Table", "parse_table", "place_of_row", "read_table", "refuse"]
