"""Values of the plan in the syntax of CloudFormation."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.plan.access.services import is_pooled
from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import Plan, Tree
from tools.blueprint.plan.values import Here, Joined, Param, PartRef, Ref, RoleRef, Value
from tools.blueprint.targets.cloudformation.dialect import Dialect
from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.design.components import Bus, Component, Database, Mail, Stream

_PSEUDO = {
    "partition": "AWS::Partition",
    "region": "AWS::Region",
    "account": "AWS::AccountId",
    "stack": "AWS::StackName",
    "suffix": "AWS::URLSuffix",
}

ROLE_WORDS = {"run": "Role", "start": "StartRole", "deliver": "DeliverRole"}

DATABASE_NAME = "application"

_RETURNS: dict[str, str] = {
    "bucket.arn": "|Arn",
    "bucket.domain": "|RegionalDomainName",
    "bucket.name": "|",
    "cache.arn": "|ARN",
    "cache.host": "|Endpoint.Address",
    "cache.id": "User|",
    "cache.port": "|Endpoint.Port",
    "cdn.domain": "|DomainName",
    "cdn.id": "|",
    "container.arn": "|",
    "container.group": "SecurityGroup|GroupId",
    "container.id": "Repository|Arn",
    "container.name": "Service|Name",
    "container.url": "Repository|RepositoryUri",
    "database.arn": "|DBClusterArn",
    "database.cluster": "|",
    "database.group": "SecurityGroup|GroupId",
    "database.port": "|Endpoint.Port",
    "database.reader": "|ReadEndpoint.Address",
    "delivery-stream.arn": "|Arn",
    "delivery-stream.group": "Catalog|",
    "delivery-stream.name": "|",
    "etl.name": "|",
    "external.arn": "|Arn",
    "external.id": "Connection|Arn",
    "external.secret": "Connection|SecretArn",
    "file-gateway.arn": "|Arn",
    "file-gateway.id": "|ServerId",
    "function.name": "|",
    "key.arn": "|Arn",
    "key.id": "|",
    "load-balancer.arn": "|",
    "load-balancer.domain": "|DNSName",
    "load-balancer.group": "SecurityGroup|GroupId",
    "load-balancer.id": "|LoadBalancerFullName",
    "mail.name": "Settings|",
    "parameter.name": "|",
    "query-engine.group": "|",
    "query-engine.name": "Catalog|",
    "queue.arn": "|Arn",
    "queue.name": "|QueueName",
    "queue.url": "|",
    "schedule.group": "Group|",
    "search-index.arn": "|Arn",
    "search-index.host": "|CollectionEndpoint",
    "secret.arn": "|",
    "static-site.arn": "|Arn",
    "static-site.domain": "|RegionalDomainName",
    "static-site.name": "|",
    "table.arn": "|Arn",
    "table.name": "|",
    "table.stream": "|StreamArn",
    "timeseries.host": "|Endpoint",
    "timeseries.secret": "|InfluxAuthParametersSecretArn",
    "topic.arn": "|",
    "topic.name": "|TopicName",
    "transcoder.arn": "|Arn",
    "transcoder.name": "|Name",
    "user-pool.arn": "|Arn",
    "user-pool.client": "Client|",
    "user-pool.id": "|",
    "warehouse.arn": "|Workgroup.WorkgroupArn",
    "warehouse.group": "|",
    "workflow.arn": "|",
    "workflow.name": "|Name",
    "audit-trail.arn": "|Arn",
}
"""Where an attribute comes from: the supporting resource's word, a bar, and the attribute to get (`Ref` where empty).
"""

_PLACES = {asked: (where.partition("|")[0], where.partition("|")[2]) for asked, where in _RETURNS.items()}


def ref(logical_id: str) -> Tagged:
    """`!Ref`."""
    return Tagged("!Ref", logical_id)


def get(logical_id: str, attribute: str = "Arn") -> Tagged:
    """`!GetAtt`."""
    return Tagged("!GetAtt", f"{logical_id}.{attribute}")


def sub(text: str) -> Tagged:
    """`!Sub` of a text that is already a template: literal text must come escaped."""
    return Tagged("!Sub", text)


def template_text(text: str) -> Node:
    """A text that is already a template: `!Sub` where something in it is a variable, else the text it stands for."""
    variable = "${" in text.replace("${!", "")
    return sub(text) if variable else text.replace("${!", "${")


def choose(condition: str, then: Node, otherwise: Node) -> Tagged:
    """`!If`."""
    return Tagged("!If", [condition, then, otherwise])


NOTHING = ref("AWS::NoValue")


_HERE = {what: ref(name) for what, name in _PSEUDO.items()}


def escaped(text: str) -> str:
    """Literal text inside `!Sub`: nothing in it is a variable."""
    return inert(text).replace("${", "${!")


def inert(text: str) -> str:
    """Literal text in which CloudFormation resolves nothing: there is no way to write such a text unchanged."""
    return text.replace("{{resolve:", "{{ resolve:") if "{{resolve:" in text else text


class Resolver:
    """Writes values of one plan, and remembers which parameters it met."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan = plan
        self.dialect = dialect
        self.parameters: set[str] = set()
        self._written: dict[tuple[str, str], Node] = {}

    def value(self, value: Value) -> Node:
        """A value as data."""
        match value:
            case Ref():
                return self._reference(value)
            case str():
                return inert(value)
            case int():
                return value
            case Joined():
                return self._joined(value)
            case Here():
                return _HERE[value.what]
            case RoleRef():
                return get(self.plan.ids[value.owner] + ROLE_WORDS[value.purpose])
            case PartRef():
                return get(value.id)
            case Param():
                self.parameters.add(value.name)
                return ref(value.name)

    def tree(self, tree: Tree) -> Node:
        """Plain data with references in it."""
        if isinstance(tree, dict):
            return {key: self.tree(item) for key, item in tree.items()}
        if isinstance(tree, tuple):
            return [self.tree(item) for item in tree]
        if tree is None or isinstance(tree, (bool, float)):
            return tree
        return self.value(tree)

    def _joined(self, value: Joined) -> Node:
        text, variables, dynamic = "", dict[str, Node](), False
        for part in value.parts:
            node = part if type(part) is str else self.value(part)
            if type(node) is str:
                text += escaped(node)
            else:
                dynamic = True
                text += self._spliced(node, variables)
        if variables:
            return Tagged("!Sub", [text, variables])
        return sub(text) if dynamic else text.replace("${!", "${")

    def _spliced(self, node: Node, variables: dict[str, Node]) -> str:
        if isinstance(node, Tagged) and isinstance(node.value, str):
            return node.value if node.tag == "!Sub" else f"${{{node.value}}}"
        word = f"Part{len(variables) + 1}"
        variables[word] = node
        return f"${{{word}}}"

    def _reference(self, value: Ref) -> Node:
        """An attribute of a component, written once."""
        asked = (value.component, value.attribute)
        if asked not in self._written:
            self._written[asked] = self._attribute(value)
        return self._written[asked]

    def _attribute(self, value: Ref) -> Node:
        component = self.plan.graph[value.component]
        logical_id = self.plan.ids[value.component]
        special = _SPECIAL.get(f"{component.kind}.{value.attribute}")
        if special is not None:
            return special(self, component, logical_id)
        if value.attribute == "logs":
            return get(self.plan.logs[value.component].id)
        if value.attribute == "role":
            return get(f"{logical_id}Role")
        suffix, attribute = _PLACES[f"{component.kind}.{value.attribute}"]
        return get(logical_id + suffix, attribute) if attribute else ref(logical_id + suffix)


Special = Callable[[Resolver, Component, str], Node]


def _function_arn(resolver: Resolver, component: Component, logical_id: str) -> Node:
    aliased = is_aliased(resolver.plan, component.name)
    return ref(f"{logical_id}{resolver.dialect.alias}") if aliased else get(logical_id)


def is_aliased(plan: Plan, function: str) -> bool:
    """Whether callers go to a published version of a function, which is what is kept warm."""
    decided = plan.functions[function]
    return bool(decided.provisioned) or decided.snapstart


def _bus(attribute: str) -> Special:
    def special(resolver: Resolver, component: Component, logical_id: str) -> Node:
        assert isinstance(component, Bus)
        if component.scope == "default":
            here = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"
            return "default" if attribute == "name" else sub(here)
        return ref(logical_id) if attribute == "name" else get(logical_id)

    return special


def _stream(attribute: str) -> Special:
    def special(resolver: Resolver, component: Component, logical_id: str) -> Node:
        assert isinstance(component, Stream)
        if component.engine == "kafka":
            return sub(f"${{AWS::StackName}}-{component.name}") if attribute == "name" else ref(logical_id)
        return ref(logical_id) if attribute == "name" else get(logical_id)

    return special


def _api_id(resolver: Resolver, component: Component, logical_id: str) -> Node:
    return get(logical_id, "ApiId") if _style(resolver, component) == "graphql" else ref(logical_id)


def _style(resolver: Resolver, component: Component) -> str:
    return resolver.plan.apis[component.name].style


def _api_url(resolver: Resolver, component: Component, logical_id: str) -> Node:
    host = f"${{{logical_id}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}"
    match _style(resolver, component):
        case "graphql":
            return get(logical_id, "GraphQLUrl")
        case "websocket":
            resolver.parameters.add("Stage")
            return sub(f"wss://{host}/${{Stage}}")
        case "rest":
            resolver.parameters.add("Stage")
            return sub(f"https://{host}/${{Stage}}")
        case _:
            return sub(f"https://{host}")


def _api_name(resolver: Resolver, component: Component, logical_id: str) -> Node:
    return sub(f"${{AWS::StackName}}-{component.name}")


def _database(attribute: str) -> Special:
    def special(resolver: Resolver, component: Component, logical_id: str) -> Node:
        assert isinstance(component, Database)
        pooled = is_pooled(component)
        if attribute == "host":
            plain = get(logical_id, "Endpoint" if component.engine == "document" else "Endpoint.Address")
            return get(f"{logical_id}Proxy", "Endpoint") if pooled else plain
        if pooled:
            return Tagged("!Select", [6, Tagged("!Split", [":", get(f"{logical_id}Proxy", "DBProxyArn")])])
        return get(logical_id, "DBClusterResourceId")

    return special


def _database_secret(resolver: Resolver, component: Component, logical_id: str) -> Node:
    assert isinstance(component, Database)
    if component.replicas:
        return sub(f"${{AWS::StackName}}-{component.name}-owner")
    return (
        ref(f"{logical_id}Credential")
        if component.engine == "document"
        else get(logical_id, "MasterUserSecret.SecretArn")
    )


def _mail_domain(resolver: Resolver, component: Component) -> str:
    assert isinstance(component, Mail)
    if component.sender_domain:
        return escaped(component.sender_domain)
    name = parameter_for(component.name, "SenderDomain")
    resolver.parameters.add(name)
    return f"${{{name}}}"


def _mail_arn(resolver: Resolver, component: Component, logical_id: str) -> Node:
    domain = _mail_domain(resolver, component)
    return sub(f"arn:${{AWS::Partition}}:ses:${{AWS::Region}}:${{AWS::AccountId}}:identity/{domain}")


def _mail_sender(resolver: Resolver, component: Component, logical_id: str) -> Node:
    text = f"no-reply@{_mail_domain(resolver, component)}"
    return sub(text) if "${" in text else text


def _subnets(resolver: Resolver, component: Component, logical_id: str) -> Node:
    return Tagged("!Join", [",", list(subnets_of(resolver.plan, component.name))])


def subnets_of(plan: Plan, network: str) -> list[Node]:
    """The private subnets of a network."""
    zones = int(getattr(plan.graph[network], "zones", 2))
    return [ref(f"{plan.ids[network]}Subnet{number}") for number in range(1, zones + 1)]


def _arn(service: str, resource: str) -> Special:
    def special(resolver: Resolver, component: Component, logical_id: str) -> Node:
        here = f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}"
        return sub(f"{here}:{resource.format(id='${' + logical_id + '}')}")

    return special


_SPECIAL: dict[str, Special] = {
    "function.arn": _function_arn,
    "bus.arn": _bus("arn"),
    "bus.name": _bus("name"),
    "stream.arn": _stream("arn"),
    "stream.name": _stream("name"),
    "api.id": _api_id,
    "api.arn": lambda r, c, i: ref(i) if _style(r, c) == "graphql" else _api_id(r, c, i),
    "api.url": _api_url,
    "api.name": _api_name,
    "cdn.url": lambda r, c, i: sub(f"https://${{{i}.DomainName}}"),
    "load-balancer.url": lambda r, c, i: sub(f"http://${{{i}.DNSName}}"),
    "database.host": _database("host"),
    "database.id": _database("id"),
    "database.secret": _database_secret,
    "database.name": lambda r, c, i: DATABASE_NAME,
    "warehouse.name": lambda r, c, i: DATABASE_NAME,
    "mail.arn": _mail_arn,
    "mail.url": _mail_sender,
    "network.id": _subnets,
    "container.cluster": lambda r, c, i: ref("Cluster"),
    "query-engine.arn": _arn("athena", "workgroup/{id}"),
    "parameter.arn": _arn("ssm", "parameter/{id}"),
    "etl.arn": _arn("glue", "job/{id}"),
    "schedule.arn": _arn("scheduler", "schedule-group/{id}Group"),
    "file-gateway.host": lambda r, c, i: sub(f"${{{i}.ServerId}}.server.transfer.${{AWS::Region}}.amazonaws.com"),
    "device-gateway.name": lambda r, c, i: str(getattr(c, "topic_filter", "devices")).split("/")[0],
}
