"""Lesson 05, exercise 4: an integration with a queue, and nobody to call it as."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError

from apiglab.course.api_state import ApiState, no_such_api
from apiglab.course.attempt import not_an_id
from apiglab.course.build import STAGE, fresh_name, resource_at
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import ask, ok
from apiglab.course.services import GATEWAY, Queue, a_queue, make_queue, received, roles_removed
from apiglab.lab.exercises import TODO, Outcome

PATH = "/orders"
TEMPLATE = {"application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"}
FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
ORDER = {"pet": 2, "by": "Ada"}


def colleague_s_intake(lab: Any, queue: Queue) -> str:
    """The API as a colleague left it: POST /dev/orders answers 500."""
    apis = lab.client("apigateway")
    api_id: str = apis.create_rest_api(name=fresh_name("intake"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, PATH), "httpMethod": "POST"}
    apis.put_method(**where, authorizationType="NONE")
    settings = {"requestParameters": FORM, "requestTemplates": TEMPLATE, "passthroughBehavior": "NEVER"}
    uri = queue.uri(lab.region)
    apis.put_integration(**where, type="AWS", integrationHttpMethod="POST", uri=uri, **settings)
    for status, pattern, body in (("202", r"2\d\d", '{"order": "taken"}'), ("502", "", '{"message": "try later"}')):
        apis.put_method_response(**where, statusCode=status)
        response = {"responseTemplates": {"application/json": body}}
        apis.put_integration_response(
            **where, statusCode=status, **response, **({"selectionPattern": pattern} if pattern else {})
        )
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    return api_id


def hand_over(lab: Any) -> tuple[str, str]:
    """The colleague's API with its queue, to look at: the API's id and the queue's ARN."""
    queue = make_queue(lab, "orders")
    return colleague_s_intake(lab, queue), queue.arn


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function mend a fresh copy of the API, or judge the one of that id, mended by hand."""
    if not callable(attempt):
        return _judged(lab, attempt, answer=None)
    iam = lab.client("iam")
    with a_queue(lab, "orders") as queue, _a_copy(lab, queue) as api_id, roles_removed(iam):
        return _judged(lab, api_id, answer=attempt(lab.client("apigateway"), iam, api_id, queue.arn))


@contextmanager
def _a_copy(lab: Any, queue: Queue) -> Iterator[str]:
    api_id = colleague_s_intake(lab, queue)
    try:
        yield api_id
    finally:
        lab.client("apigateway").delete_rest_api(restApiId=api_id)


def _judged(lab: Any, api_id: Any, *, answer: Any) -> Outcome:
    if finding := not_an_id(api_id, "the API you mended"):
        return failed(finding)
    state = ApiState.read(lab, api_id)
    if state is None:
        return failed(no_such_api(api_id))
    role_arn = str(state.integration("POST", PATH).get("credentials", ""))
    if not role_arn and answer is TODO:
        return not_attempted()
    if finding := first(_state_findings(lab, state, role_arn)) or first(_behaviour(lab, state)):
        return failed(finding)
    wide = "*" in json.dumps(_allowed(lab.client("iam"), role_arn))
    return passed(
        "API Gateway has a role to send as, and orders reach the queue.",
        "this role may do more than it needs. One action on one queue is enough."
        if wide
        else "the queue has a policy of its own, too. Lesson 12 shows when both have to say yes.",
    )


def _state_findings(lab: Any, state: ApiState, role_arn: str) -> Iterator[Diagnosis | None]:
    yield _no_role(role_arn)
    yield _role_is_wrong(lab.client("iam"), role_arn)
    yield _lost_the_rest(state)


def _no_role(role_arn: str) -> Diagnosis | None:
    if ":role/" in role_arn:
        return None
    return Diagnosis(
        id="no-credentials" if not role_arn else "not-a-role",
        expected="credentials: the ARN of a role, on the integration of POST /orders",
        got=role_arn or "none",
        cause="SQS takes signed calls only, and API Gateway signs as the role that an integration names.",
        next_look="lab.explain on the 500; then update_integration with the path /credentials",
    )


def _role_is_wrong(iam: Any, role_arn: str) -> Diagnosis | None:
    try:
        trusts = json.dumps(iam.get_role(RoleName=role_arn.rpartition("/")[2])["Role"]["AssumeRolePolicyDocument"])
    except iam.exceptions.NoSuchEntityException:
        return Diagnosis(
            id="role-does-not-exist",
            expected="a role that exists",
            got=role_arn,
            cause="The ARN is well formed, and no role has it.",
            next_look='["Role"]["Arn"] in the answer of create_role',
        )
    if GATEWAY not in trusts:
        return Diagnosis(
            id="role-trusts-another",
            expected=f"a trust policy that names {GATEWAY}",
            got=shown(trusts),
            cause="Who may take a role on is said in its trust policy. API Gateway calls the queue, no function.",
            next_look="Principal in AssumeRolePolicyDocument",
        )
    if not any("sqs:SendMessage" in text or "sqs:*" in text or '"*"' in text for text in _allowed(iam, role_arn)):
        return Diagnosis(
            id="role-may-not-send",
            expected="a policy on the role that allows sqs:SendMessage on the queue",
            got=shown(_allowed(iam, role_arn)) if _allowed(iam, role_arn) else "a role without a policy",
            cause="The trust policy says who may be the role. What the role may do is said in another policy.",
            next_look="put_role_policy",
        )
    return None


def _allowed(iam: Any, role_arn: str) -> list[str]:
    """The role's policies as text, each."""
    name = role_arn.rpartition("/")[2]
    texts = []
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        texts.append(unquote(document) if isinstance(document, str) else json.dumps(document))
    for attached in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        version = iam.get_policy(PolicyArn=attached["PolicyArn"])["Policy"]["DefaultVersionId"]
        found = iam.get_policy_version(PolicyArn=attached["PolicyArn"], VersionId=version)
        texts.append(json.dumps(found["PolicyVersion"]["Document"]))
    return texts


def _lost_the_rest(state: ApiState) -> Diagnosis | None:
    integration = state.integration("POST", PATH)
    kept = (integration.get("requestTemplates"), integration.get("requestParameters"))
    if kept == (TEMPLATE, FORM) and len(integration.get("integrationResponses", {})) == len(("202", "502")):
        return None
    return Diagnosis(
        id="lost-the-rest",
        expected="the template, the header and the two responses, as before",
        got=shown({name: integration.get(name) for name in ("requestTemplates", "integrationResponses")}),
        cause="put_integration replaces the whole integration, with all that belongs to it.",
        next_look="update_integration, which changes one thing",
    )


def _behaviour(lab: Any, state: ApiState) -> Iterator[Diagnosis | None]:
    answer = ask(lab, "POST", lab.url(state.api_id, STAGE, PATH), until=ok, json=ORDER)
    uri = str(state.integration("POST", PATH)["uri"])
    account, name = uri.split("/")[-2:]
    try:
        url = lab.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    except ClientError:
        url = ""
    queue = Queue(url, f"arn:aws:sqs:{lab.region}:{account}:{name}")
    if not answer.ok:
        yield Diagnosis(
            id="not-deployed",
            expected=f"202 from POST /{STAGE}{PATH}",
            got=f"{answer.status_line}: {answer.text}",
            cause="The role stands in the draft. Clients reach the deployment, which has none.",
            next_look="create_deployment",
        )
    yield None if not url or received(lab, queue) else _nothing_arrived()


def _nothing_arrived() -> Diagnosis:
    return Diagnosis(
        id="nothing-in-the-queue",
        expected="the order in the queue",
        got="an empty queue",
        cause="The client was told that all is well, and SQS took nothing.",
        next_look="the selection patterns of the integration's responses",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
