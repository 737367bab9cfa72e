"""Resources: the path tree and its rules."""

from typing import Any

import pytest

from tests.control_client import TO_MOCK, bad_request, bare, conflict, not_found, refusal

PATH_PART = (
    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable "
    "and curly braces at the beginning and the end."
)


@pytest.fixture
def tree(client: Any) -> dict[str, str]:
    """An API with /pets, /pets/{id} and /pets/{id}/tricks; identifiers by name."""
    api = client.create_rest_api(name="pets")
    made = {"api": api["id"], "root": api["rootResourceId"]}
    for name, parent, path_part in (("pets", "root", "pets"), ("id", "pets", "{id}"), ("tricks", "id", "tricks")):
        made[name] = client.create_resource(restApiId=api["id"], parentId=made[parent], pathPart=path_part)["id"]
    return made


def test_a_resource_knows_its_parent_and_its_whole_path(client: Any, tree: dict[str, str]) -> None:
    """Ids of six letters and digits; the root has neither parent nor path part."""
    found = client.get_resources(restApiId=tree["api"])["items"]

    assert len(tree["pets"]) == 6
    assert found == [
        {"id": tree["root"], "path": "/"},
        {"id": tree["pets"], "parentId": tree["root"], "pathPart": "pets", "path": "/pets"},
        {"id": tree["id"], "parentId": tree["pets"], "pathPart": "{id}", "path": "/pets/{id}"},
        {"id": tree["tricks"], "parentId": tree["id"], "pathPart": "tricks", "path": "/pets/{id}/tricks"},
    ]


def test_methods_are_listed_bare_unless_they_are_asked_for(client: Any, tree: dict[str, str]) -> None:
    """``embed=methods`` fills them in, for one resource and for all."""
    place = {"restApiId": tree["api"], "resourceId": tree["pets"]}
    client.put_method(**place, httpMethod="GET", authorizationType="NONE")
    whole = bare(client.get_method(**place, httpMethod="GET"))

    assert client.get_resource(**place)["resourceMethods"] == {"GET": {}}
    assert client.get_resource(**place, embed=["methods"])["resourceMethods"] == {"GET": whole}
    listed = client.get_resources(restApiId=tree["api"], embed=["methods"])["items"]
    assert listed[1]["resourceMethods"] == {"GET": whole}


@pytest.mark.parametrize("path_part", ["pets", "{id}", "{proxy+}", "v1.0", "a:b", "a_b-c", "a,b", "~tilde", "a b", ""])
def test_a_path_part_has_aws_s_characters(path_part: str, client: Any) -> None:
    """Letters, digits, ``._-:,`` or one whole variable."""
    api = client.create_rest_api(name="pets")
    place = {"restApiId": api["id"], "parentId": api["rootResourceId"], "pathPart": path_part}

    if path_part in ("~tilde", "a b", ""):
        assert refusal(client.create_resource, **place) == bad_request(PATH_PART)
    else:
        assert client.create_resource(**place)["path"] == f"/{path_part}"


@pytest.mark.parametrize("path_part", ["foo{bar}", "{a}{b}", "{}", "{+}", "{proxy*}", "a/b", "{proxy+}x"])
def test_a_variable_is_a_whole_segment(path_part: str, client: Any) -> None:
    """No text beside the braces."""
    api = client.create_rest_api(name="pets")

    found = refusal(client.create_resource, restApiId=api["id"], parentId=api["rootResourceId"], pathPart=path_part)

    assert found == bad_request(PATH_PART)


def test_siblings_differ_by_name(client: Any, tree: dict[str, str]) -> None:
    """The same name elsewhere in the tree is another path."""
    there = {"restApiId": tree["api"], "pathPart": "pets"}

    assert refusal(client.create_resource, **there, parentId=tree["root"]) == conflict(
        "Another resource with the same parent already has this name: pets"
    )
    assert client.create_resource(**there, parentId=tree["pets"])["path"] == "/pets/pets"


def test_deleting_a_resource_takes_everything_below_it_along(client: Any, tree: dict[str, str]) -> None:
    """Then the children are not there either."""
    client.delete_resource(restApiId=tree["api"], resourceId=tree["pets"])

    assert client.get_resources(restApiId=tree["api"])["items"] == [{"id": tree["root"], "path": "/"}]
    assert refusal(client.delete_resource, restApiId=tree["api"], resourceId=tree["tricks"]) == not_found(
        "Invalid Resource identifier specified"
    )


def test_the_root_cannot_be_deleted(client: Any, tree: dict[str, str]) -> None:
    """It comes and goes with the API. fact: control.chosen-texts"""
    assert refusal(client.delete_resource, restApiId=tree["api"], resourceId=tree["root"]) == bad_request(
        "Root resource cannot be deleted."
    )


def test_renaming_a_resource_changes_the_paths_below_it(client: Any, tree: dict[str, str]) -> None:
    """A path is the names from the root."""
    answer = client.update_resource(
        restApiId=tree["api"],
        resourceId=tree["pets"],
        patchOperations=[{"op": "replace", "path": "/pathPart", "value": "dogs"}],
    )

    assert (answer["path"], answer["pathPart"]) == ("/dogs", "dogs")
    paths = [each["path"] for each in client.get_resources(restApiId=tree["api"])["items"]]
    assert paths == ["/", "/dogs", "/dogs/{id}", "/dogs/{id}/tricks"]


def test_moving_a_resource_takes_everything_below_it_along(client: Any, tree: dict[str, str]) -> None:
    """Methods stay where they are in the tree."""
    place = {"restApiId": tree["api"], "resourceId": tree["tricks"]}
    client.put_method(**place, httpMethod="GET", authorizationType="NONE")

    client.update_resource(
        restApiId=tree["api"],
        resourceId=tree["id"],
        patchOperations=[{"op": "replace", "path": "/parentId", "value": tree["root"]}],
    )

    moved = client.get_resource(**place)
    assert (moved["path"], moved["resourceMethods"]) == ("/{id}/tricks", {"GET": {}})


def test_a_resource_with_children_cannot_become_greedy(client: Any, tree: dict[str, str]) -> None:
    """A greedy variable takes the whole rest of the path."""
    found = refusal(
        client.update_resource,
        restApiId=tree["api"],
        resourceId=tree["id"],
        patchOperations=[{"op": "replace", "path": "/pathPart", "value": "{id+}"}],
    )

    assert found == bad_request("Cannot create a child of a resource with a greedy path variable: {id+}")


def test_a_resource_is_not_its_own_sibling(client: Any, tree: dict[str, str]) -> None:
    """A variable may be renamed, and a patch that changes nothing is no conflict."""
    place = {"restApiId": tree["api"], "resourceId": tree["id"]}
    operations = [{"op": "replace", "path": "/pathPart", "value": "{pet}"}]

    assert client.update_resource(**place, patchOperations=operations)["path"] == "/pets/{pet}"
    assert client.update_resource(**place, patchOperations=operations)["path"] == "/pets/{pet}"


def test_an_api_has_at_most_300_resources(client: Any) -> None:
    """AWS's default quota, the root included. fact: control.reported-texts"""
    api = client.create_rest_api(name="pets")
    place = {"restApiId": api["id"], "parentId": api["rootResourceId"]}
    for number in range(299):
        client.create_resource(**place, pathPart=str(number))

    found = refusal(client.create_resource, **place, pathPart="one-more")

    assert (found.code, found.status) == ("LimitExceededException", 429)
    assert found.message.startswith("Maximum number of resources for this API has been reached.")


def test_the_tree_of_a_method_is_found_again_by_its_resource(client: Any, tree: dict[str, str]) -> None:
    """GetResource with its methods is what the deployment would freeze."""
    place = {"restApiId": tree["api"], "resourceId": tree["pets"], "httpMethod": "GET"}
    client.put_method(**place, authorizationType="NONE")
    client.put_integration(**place, **TO_MOCK)

    found = client.get_resource(restApiId=tree["api"], resourceId=tree["pets"], embed=["methods"])

    assert found["resourceMethods"]["GET"]["methodIntegration"]["type"] == "MOCK"
