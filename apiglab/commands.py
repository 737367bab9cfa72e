"""The commands of ``apiglab``: a thin layer over its parts, each imported when its command runs."""

import signal
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Learn Amazon API Gateway by using it: a local gateway, a real local Lambda, and notebooks.",
)


@app.callback(invoke_without_command=True)
def _options(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"apiglab {installed('apiglab')}")
        raise typer.Exit


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 4566,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Check signatures; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are the root keys."
        ),
    ] = False,
    account_rate: Annotated[
        float, typer.Option(min=0, help="Requests a second that all APIs of an account and Region have together.")
    ] = 10_000.0,
    account_burst: Annotated[int, typer.Option(min=0, help="How many of them at once.")] = 5_000,
) -> None:
    """Serve the local AWS until Ctrl-C.

    AWS_ENDPOINT_URL=http://127.0.0.1:4566 leads boto3 and the AWS CLI to it.
    """
    from apiglab.model.rest import ThrottleSettings
    from apiglab.serve import serve as serve_in_foreground

    throttle = ThrottleSettings(rate_limit=account_rate, burst_limit=account_burst)
    raise typer.Exit(serve_in_foreground(host=host, port=port, strict=strict, account_throttle=throttle))


@app.command()
def lab(
    *,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open JupyterLab in a browser.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="JupyterLab's port; 0 takes a free one.")] = 8888,
) -> None:
    """Start the local AWS and open JupyterLab on the first notebook."""
    from apiglab.lab.launch import launch

    signal.signal(signal.SIGINT, signal.default_int_handler)
    raise typer.Exit(launch(browser=browser, port=port))


@app.command()
def check(paths: Annotated[list[Path], typer.Argument(help="The notebooks to grade: exercises/01*.ipynb")]) -> None:
    """Grade exercises from the shell."""
    from apiglab.course.grade import grade

    signal.signal(signal.SIGINT, signal.default_int_handler)
    raise typer.Exit(grade(paths))
