"""What may be reached: read from the committed contracts, and nothing else."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from gateway.refusals import MethodNotInContract, NotInContract

MEBIBYTE = 1 << 20
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
GET, HEAD = "GET", "HEAD"
READS = frozenset({GET, HEAD, "OPTIONS"})
IDEMPOTENT = READS | {"PUT", "DELETE"}


class ContractUnclear(ValueError):
    """The contracts contradict each other; the gateway does not start."""


class Quota(NamedTuple):
    """So many requests in so many seconds, from one address without a token."""

    requests: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation as its service promises it.

    `alternatives` are sets of scopes of which the caller must hold one set;
    `max_body` is in bytes; `headers` are those the contract declares, lower case.
    """

    service: str
    operation_id: str
    method: str
    template: str
    alternatives: tuple[frozenset[str], ...]
    public: bool
    max_body: int
    cacheable: bool
    headers: frozenset[bytes]
    anonymous_quota: Quota | None = None

    @property
    def reads(self) -> bool:
        return self.method in READS


@dataclass(slots=True)
class _Node:
    children: dict[bytes, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    methods: dict[str, Operation] = field(default_factory=dict)


class Routes:
    """The route table: a tree of path segments."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        self.operations = tuple(operations)
        for operation in self.operations:
            self._add(operation)

    def match(self, method: str, path: bytes) -> Operation:
        """The operation at this raw path, or `NotInContract`, `MethodNotInContract`.

        What has GET has HEAD (RFC 9110, 9.3.2): the same answer, its content unsent.
        """
        node = _walk(self._root, path.split(b"/")[1:], 0)
        if node is None:
            raise NotInContract("no contract has this path")
        operation = node.methods.get(GET if method == HEAD else method)
        if operation is None:
            raise MethodNotInContract(node.methods)
        return operation

    def _add(self, operation: Operation) -> None:
        node = self._root
        for segment in operation.template.encode().split(b"/")[1:]:
            if segment.startswith(b"{"):
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.children.setdefault(segment, _Node())
        other = node.methods.setdefault(operation.method, operation)
        if other is not operation:
            raise ContractUnclear(
                f"{operation.method} {operation.template} is promised by "
                f"{other.service} and {operation.service}"
            )


def routes_from(contracts_dir: Path, services: Iterable[str]) -> Routes:
    """The operations of these services, from `openapi/<service>.json`."""
    return Routes(
        operation
        for service in services
        for operation in operations_in(
            service,
            json.loads((contracts_dir / "openapi" / f"{service}.json").read_bytes()),
        )
    )


def operations_in(service: str, document: dict[str, Any]) -> Iterator[Operation]:
    default = document.get("security", [])
    for template, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(service, template, method, item, default)


def _operation(
    service: str, template: str, method: str, item: dict[str, Any], default: list[Any]
) -> Operation:
    promised = item[method]
    # Without a word about security the operation is closed: nobody holds this scope.
    needed = promised.get("security", default) or [{"undeclared": ["undeclared"]}]
    body = 0 if method.upper() in READS else MEBIBYTE
    return Operation(
        service=service,
        operation_id=promised["operationId"],
        method=method.upper(),
        template=template,
        alternatives=tuple(
            frozenset().union(*each.values()) for each in needed if each
        ),
        public={} in needed,
        max_body=promised.get("x-max-body-bytes", body),
        cacheable=bool(promised.get("x-cacheable")) and method == "get",
        headers=frozenset(_declared_headers(item, promised)),
        anonymous_quota=_quota(promised.get("x-anonymous-quota")),
    )


def _quota(promised: dict[str, int] | None) -> Quota | None:
    return None if promised is None else Quota(**promised)


def _declared_headers(
    item: dict[str, Any], promised: dict[str, Any]
) -> Iterator[bytes]:
    for parameter in (*item.get("parameters", ()), *promised.get("parameters", ())):
        if parameter.get("in") == "header":
            yield parameter["name"].lower().encode()


def _walk(node: _Node, segments: list[bytes], at: int) -> _Node | None:
    if at == len(segments):
        return node if node.methods else None
    child = node.children.get(segments[at])
    if child is not None:
        found = _walk(child, segments, at + 1)
        if found is not None:
            return found
    if node.parameter is None or not segments[at]:
        return None
    return _walk(node.parameter, segments, at + 1)
