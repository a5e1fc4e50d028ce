"""Stamping: pages joined from shells that the site engine rendered and bodies that we render, byte for byte its own.

`sheets` reads a page, `search` puts its entries for the search together from what `said` reads, `shells` says which pages
share a shell, writes and cuts the shells, `job` says what the engine is asked for, `assembly` puts everything together.
Bytes in, bytes out: nothing here touches the disk.
"""
