"""An uploaded table becomes typed rows, or a list of what is wrong in which cell.

upload         bytes in, Table out; told apart by content, never by file name
  delimited    CSV
  archive      an XLSX is a zip: refused before anything in it is trusted
  workbook     runs the spreadsheet reader in a process with limits
  spreadsheet  that process, with spreadsheet_parts
table          cells, limits, and the refusals of a whole file
layout         which columns a file has, declared once per importer
  columns      one column, or one per financial year
  given        which of them a file has: what it has not stays as it stands
  kinds        what one cell may hold
  amounts      money, exactly, in rand
  units        rand, R thousand, R million
rows           Table and Layout in, row objects out
faults         what is wrong in which row and column

packaged       rules that come with the code, each row in force from a day on

writing        a table for a spreadsheet, which reads back as it was
guarding       no text in a CSV file is a formula
"""
