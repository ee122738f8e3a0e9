"""Integrations: the doors through which other systems' data come in. Owns imports, their rows, mappings, external ids.

An import takes a file (CSV, XLSX) from upload over mapping and check to commit, and back: it reads, shows what would
become of every row, calls the public operations of the modules that own the data, and keeps what came of each row, so
that it can be reconciled, gone on with after a crash, and undone. It writes no row of another module itself.
"""
