"""The lists of a plan as tables: sheets that people fill in, and tables of any tool read back."""
