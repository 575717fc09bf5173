"""What a plan says, as tables for a spreadsheet."""
