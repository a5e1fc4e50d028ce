"""Forms for people who never open Git: written from the schemas, read back strictly, made into files of the program.

`catalog.forms` -> `issue_forms.templates` (what people fill in) and `markdown.read_form` or `row.read_row` (what they
sent) -> `settle.settle` -> `turnabout.writer.write_files` or a proposal.
"""
