"""The `throughline` command: a door like any other, which starts things and asks, never decides.

One file per command, each with HELP, `arguments` and `run`; the engines behind them are elsewhere.
What Django needs is imported inside `run`, so that `--help` answers at once.
"""
