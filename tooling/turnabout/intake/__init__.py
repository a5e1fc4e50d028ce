"""Turns sign-up forms and HR exports (CSV, XLSX) into participant files; nothing is guessed silently.

`table.read_table` -> `mapping.read_map` -> `convert.plan` -> `turnabout.writer.write_files`.
"""
