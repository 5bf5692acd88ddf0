"""A module as its source has it: what it imports and which names it uses, without importing it."""

import ast
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Import:
    """A full name that a module takes from elsewhere: at once, to name types, or late by string."""

    name: str
    line: int
    how: str = "at once"

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


class Reader(ast.NodeVisitor):
    """Reads one module: its imports, and the full names of whatever else it uses."""

    def __init__(self, path: str) -> None:
        self.package = path.removesuffix(".py").split("/")[:-1]
        self.imports: list[Import] = []
        self.uses: list[tuple[str, int]] = []
        self._how = "at once"
        self._full_names: dict[str, str] = {}

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imports.append(Import(alias.name, node.lineno, self._how))
            top = alias.name.partition(".")[0]
            self._full_names[alias.asname or top] = alias.name if alias.asname else top

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        origin = self.package[: len(self.package) - node.level + 1] if node.level else []
        module = ".".join([*origin, *filter(None, [node.module])])
        for alias in node.names:
            name = f"{module}.{alias.name}" if module else alias.name
            self.imports.append(Import(name, node.lineno, self._how))
            self._full_names[alias.asname or alias.name] = name

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) not in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            self.generic_visit(node)
            return
        self._how = "to name types"
        for child in node.body:
            self.visit(child)
        self._how = "at once"
        for child in node.orelse:
            self.visit(child)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before, self._how = self._how, "inside a function"
        self.generic_visit(node)
        self._how = before

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in {"import_module", "__import__"} and node.args and isinstance(node.args[0], ast.Constant):
            self.imports.append(Import(str(node.args[0].value), node.lineno, "late by string"))
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._use(node)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self._use(node)

    def _use(self, node: ast.Attribute | ast.Name) -> None:
        first, dot, rest = ast.unparse(node).partition(".")
        self.uses.append((self._full_names.get(first, first) + dot + rest, node.lineno))


@cache
def read(path: str, source: str) -> Reader:
    """Read a module that stands at `path` in the repository; once for all rules."""
    reader = Reader(path)
    reader.visit(ast.parse(source, path))
    return reader
