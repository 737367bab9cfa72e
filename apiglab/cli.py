"""The command ``apiglab``: its door, which costs nothing until a command runs."""

import signal


def main() -> None:
    """Run the command line."""
    # Ctrl-C while modules are being imported ends the process at once; a command that has to clean up takes over.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from apiglab.commands import app

    app()
