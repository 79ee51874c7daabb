"""The command line: first start, migrations, the worker, and proofs of the book."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
scheme_app = typer.Typer(no_args_is_help=True, help="Found a scheme.")
ledger_app = typer.Typer(no_args_is_help=True, help="Prove the book.")
audit_app = typer.Typer(no_args_is_help=True, help="Prove the audit.")
app.add_typer(scheme_app, name="scheme")
app.add_typer(ledger_app, name="ledger")
app.add_typer(audit_app, name="audit")
