"""The same notebooks through the aws backend: its code runs, on an endpoint that stands in for an account."""

from collections.abc import Callable
from pathlib import Path

import pytest

from apiglab.course.execute import execute
from apiglab.course.notebook import code_cells, read
from apiglab.lab import local_server
from tests.notebooks.course_files import each_of

pytestmark = [pytest.mark.notebooks, pytest.mark.timeout(300)]


@pytest.fixture
def account(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of somebody with an AWS account: keys, a Region, an endpoint; nothing else of this machine's."""
    server = local_server.find()
    assert server is not None
    return {
        **{name: value for name, value in environment.items() if not name.startswith("AWS_")},
        "APIGLAB_BACKEND": "aws",
        "APIGLAB_ENDPOINT_URL": server.url,
        "APIGLAB_STATE_DIR": str(tmp_path / "state"),
        "AWS_ACCESS_KEY_ID": server.access_key_id,
        "AWS_SECRET_ACCESS_KEY": server.secret_access_key,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(tmp_path / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "no-credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@each_of("notebooks", "solutions")
def test_a_notebook_runs_on_an_account_and_removes_what_it_made(
    path: Path, account: dict[str, str], left: Callable[[], dict[str, list[str]]]
) -> None:
    """One switch chooses the backend; what only the local AWS can tell is missing, and nothing breaks."""
    notebook = read(path)

    execute(notebook, folder=path.parent, environment=account)

    first = "".join(code_cells(notebook)[0]["outputs"][0]["data"]["text/plain"])
    assert "AWS at http" in first
    assert left() == {}
