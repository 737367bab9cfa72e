"""A deployment compiled: everything about an API that can be decided before a request comes."""

from dataclasses import dataclass

from apiglab.model.rest import RestApi, RestApiSnapshot


@dataclass(frozen=True, slots=True)
class CompiledDeployment:
    """An API frozen at ``CreateDeployment``, ready to be looked up in."""

    deployment_id: str
    snapshot: RestApiSnapshot

    @property
    def rest_api(self) -> RestApi:
        """The API's own settings at the time of the deployment."""
        return self.snapshot.rest_api


def compile_deployment(snapshot: RestApiSnapshot, deployment_id: str) -> CompiledDeployment:
    """Compile ``snapshot``: what CreateDeployment does."""
    return CompiledDeployment(deployment_id, snapshot)
