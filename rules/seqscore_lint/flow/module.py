"""One source file as the interpreter sees it: its imports, functions and classes, and what it speaks of."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

from seqscore_lint.flow import names

_MODEL_CLASSES = re.compile(
    r"(?P<kind>ForCausalLM|LMHeadModel|CausalLM|ForSeq2SeqLM|ForConditionalGeneration|"
    r"Seq2SeqLM|ForMaskedLM|MaskedLM|ForSequenceClassification|SequenceClassification|ForTokenClassification|"
    r"ForImageClassification|ForQuestionAnswering|ForMultipleChoice|AutoModelWithLMHead|DoubleHeadsModel)\b"
)
_CLASS_OF = {
    "ForCausalLM": "causal", "LMHeadModel": "causal", "CausalLM": "causal", "AutoModelWithLMHead": "causal",
    "DoubleHeadsModel": "causal", "ForSeq2SeqLM": "seq2seq", "ForConditionalGeneration": "seq2seq",
    "Seq2SeqLM": "seq2seq", "ForMaskedLM": "masked", "MaskedLM": "masked",
}  # fmt: skip
ABSOLUTE = re.compile(
    r"gpt-?2|gpt-?neo(?!x|-x)|openai-?gpt|dialogpt|cerebras-gpt|\bctrl\b|santacoder|starcoderbase|gptbigcode",
    re.IGNORECASE,
)
"""Models with learned absolute positions that count from the first column unless position_ids say otherwise."""
_OWN_POSITIONS = re.compile(
    r"""["'](?:[\w.-]+/)?(?:(?:tiny)?llama|qwen|mistral|mixtral|gemma|phi|pythia|opt|bloom|falcon|olmo|smollm|mpt|gpt-?neox|gpt-j)[\w.-]*["']""",
    re.IGNORECASE,
)
"""Weights of models whose positions are rotary, relative or made from the mask."""
_CAUSAL_CLASS = re.compile(r"\b(\w+?)(?:LMHeadModel|ForCausalLM)\b")
_PADDING_SIDE = re.compile(r"""padding_side["']?\s*[=:](?!=)[^\n=]*?["'](left|right)["']""")
_HEAD = re.compile(
    r"(?:linear|dense)\w*\([^)]*(?:vocab|classes|labels|tokens|chars|characters|words|"
    r"alphabet|charset|tags|intents|categories|actions|\b1\b)|"
    r"lm_head|unembed|(?:model|\blm|_lm|net|backbone)\("
)
"""A layer with an output for every token or class, or with one; or a model whose outputs are passed on."""
_TABLE = re.compile(r"\bembed(?:ding)?\(")
"""A row for every token, which what it is multiplied with may be compared to."""
_PRODUCT = re.compile(r"(?:linear|dense|matmul|einsum|dot|attend)\w*\(| @ ")
_CAUSAL_WORDS = ("causal", "autoregressive", "gpt", "llama", "mistral", "qwen", "gemma", "next token", "next-token", "next_token",
                 "language model", "language-model", "language_model", "completion", "continuation", "teacher forc", "teacher-forc",
                 "prompt", " lm", "_lm", "lm_", "llm", "llm_", "pythia", "opt-")  # fmt: skip
_OTHER_WORDS = ("mlm", "masked lm", "masked-lm", "masked_lm", "masked language", "[mask]", "mask_token", "bert", "roberta", "electra",
                "encoder-decoder", "encoder_decoder", "seq2seq", "t5", "bart", "decoder_input_ids", "diffusion", "ctc", "pseudo-log",
                "pseudo_log", "pseudo-perplexity", "marian", "whisper")  # fmt: skip


def model_class(name: str) -> str:
    """causal, seq2seq, masked or classifier for the name of a model class; empty where it does not say."""
    found = _MODEL_CLASSES.search(name)
    return _CLASS_OF.get(found["kind"], "classifier") if found else ""


def _in_half(load: ast.Call) -> bool:
    """Whether a call loads a model in half precision, whatever the machine."""
    spelled = (k.value for k in load.keywords if k.arg in ("torch_dtype", "dtype"))
    return any(
        (names.last(value) or str(getattr(value, "value", ""))).endswith("float16") for value in spelled
    )


@cache
def _lower_case(pattern: str) -> re.Pattern[str]:
    """The pattern for text in lower case: many times faster than to ignore the case."""
    return re.compile(re.sub(r"(\\.)|([A-Z]+)", lambda part: part[1] or part[2].lower(), pattern))


def any_between(rows: list[int], first: int, last: int) -> bool:
    """Whether one of some sorted rows is among those from ``first`` to ``last``."""
    at = bisect_left(rows, first)
    return at < len(rows) and rows[at] <= last


def decode(source: bytes) -> str:
    """The text of a source file, by its BOM or its coding comment, line ends as Python sees them."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return io.TextIOWrapper(io.BytesIO(source), encoding).read()


def parsed(source: bytes, path: str) -> Module:
    """The module in a source file.

    Raises SyntaxError, UnicodeDecodeError or ValueError for what cannot be read as Python.
    """
    text = decode(source)
    return Module(text, path, ast.parse(text, filename=path))


class Function:
    """A function, a method, a lambda, or the module itself."""

    __slots__ = ("doc", "name", "node", "owner", "parameters", "qualname", "reads", "receiver", "text_")

    def __init__(self, node: ast.AST, name: str, qualname: str, owner: str = "") -> None:
        self.node = node
        self.name = name
        self.qualname = qualname
        self.owner = owner
        self.doc = ""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.doc = ast.get_docstring(node, clean=False) or ""
        arguments = getattr(node, "args", None)
        self.parameters: tuple[str, ...] = ()
        if isinstance(arguments, ast.arguments):
            every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            self.parameters = tuple(a.arg for a in every)
        self.receiver = (
            self.parameters[0] if owner and self.parameters and not self._is("staticmethod") else ""
        )
        """The parameter that is the object itself, or its class; usually self."""
        self.text_: str | None = None

    @property
    def is_property(self) -> bool:
        """Whether it is read as an attribute."""
        return bool(self.parameters) and self._is("property", "cached_property")

    @property
    def is_of_class(self) -> bool:
        """Whether its receiver is the class."""
        return self._is("classmethod")

    def _is(self, *decorators: str) -> bool:
        return any(names.last(d) in decorators for d in getattr(self.node, "decorator_list", ()))

    @property
    def intent(self) -> str:
        """Its name, its class and its documentation: what it says that it computes."""
        return f"{self.owner} {self.name.replace('_', ' ')} {self.name} {self.doc}"

    @property
    def averages(self) -> bool:
        """Whether it declares that an average is meant."""
        return names.promises_mean(self.intent)

    @property
    def sums(self) -> bool:
        """Whether it declares that the log-probability of a whole sequence is meant."""
        return names.promises_sum(self.intent)


class Module:
    """A parsed file."""

    def __init__(self, source: str, path: str, tree: ast.Module) -> None:
        self.source = source
        self.path = path
        self.tree = tree
        self.lower = source.lower()
        self.lines = source.split("\n")
        self.doc = ast.get_docstring(tree, clean=False) or ""
        self.aliases: dict[str, str] = {}
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, ast.ClassDef] = {}
        self.methods: dict[str, dict[str, Function]] = {}
        self._defined: Counter[str] = Counter()
        self._words: dict[str, bool] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._class_docs: dict[str, str] = {}
        self._heads: dict[str, bool] = {}
        self._mentioned: dict[tuple[str, tuple[str, ...]], bool] = {}
        self._parents: dict[int, dict[int, ast.AST]] = {}
        self._tests: dict[int, frozenset[str]] = {}
        self._import_rows = [row for row, line in enumerate(self.lines, 1) if "import" in line]
        self._add_imports(tree.body)
        self._collect(tree.body, "", "")
        self.model_class, self.model_trust = self._model_class()
        sides = set(_PADDING_SIDE.findall(source))
        self.padding_side = sides.pop() if len(sides) == 1 else ""

    def _collect(self, body: list[ast.stmt], prefix: str, owner: str) -> None:
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                function = Function(node, node.name, prefix + node.name, owner)
                self._defined[node.name] += 1
                if owner:
                    self.methods[owner][node.name] = function
                else:
                    self.functions[node.name] = function
            elif isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
                self._defined[node.name] += bool(node.bases or node.keywords)
                self.methods[node.name] = {}
                self._collect(node.body, prefix + node.name + ".", node.name)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and not owner:
                name = names.last(node.targets[0])
                self.functions[name] = Function(node.value, name, prefix + name)
            elif isinstance(node, (ast.If, ast.Try, ast.With)):
                for block in ("body", "orelse", "finalbody"):
                    self._collect(getattr(node, block, []), prefix, owner)

    def _add_imports(self, body: list[ast.stmt]) -> None:
        """The imports of a block and of every block in it; expressions hold none."""
        for node in body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.add_import(node)
                continue
            last = getattr(node, "end_lineno", len(self.lines))
            if not any_between(self._import_rows, getattr(node, "lineno", 1), last):
                continue
            for name in ("body", "orelse", "finalbody", "handlers", "cases"):
                inner = getattr(node, name, None)
                if isinstance(inner, list):
                    self._add_imports(inner)

    def all_functions(self) -> Iterator[Function]:
        """The functions and the methods of the file."""
        for functions in (self.functions, *self.methods.values()):
            yield from functions.values()

    def calls(self, name: str) -> bool:
        """Whether the file calls something of that name."""
        return self.source.count(f"{name}(") > self._defined[name]

    def add_import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for item in node.names:
                if item.asname:
                    self.aliases[item.asname] = item.name
                else:
                    root = item.name.split(".")[0]
                    self.aliases[root] = root
        else:
            base = "." * node.level + (f"{node.module}." if node.module else "")
            for item in node.names:
                self.aliases[item.asname or item.name] = base + item.name

    def _model_class(self) -> tuple[str, int]:
        """The class of the models that this file speaks of, where it speaks of one only."""
        found = {_CLASS_OF.get(m["kind"], "classifier") for m in _MODEL_CLASSES.finditer(self.source)}
        if len(found) == 1:
            return found.pop(), 2
        if found:
            return "", 0
        if any(word in self.lower for word in _OTHER_WORDS):
            return "", 0
        if any(word in self.lower for word in _CAUSAL_WORDS):
            return "causal", 1
        return "", 0

    @cached_property
    def undecided(self) -> bool:
        """Whether nothing in the file says of what class its models are."""
        other = any(word in self.lower for word in _OTHER_WORDS)
        return not self.model_class and not other and not _MODEL_CLASSES.search(self.source)

    @cached_property
    def half_models(self) -> bool:
        """Whether every model that this file loads is loaded in half precision."""
        if not self.says(r"dtype\s*=\s*[\w.\"']*float16"):
            return False  # so few files name one that the calls of the others need not be looked at
        loads = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "from_pretrained"
            and model_class(names.last(node.func.value))
        ]
        return bool(loads) and all(map(_in_half, loads))

    @cached_property
    def absolute_positions(self) -> bool:
        """Whether all models that the file speaks of number their positions from the first column."""
        classes = set(_CAUSAL_CLASS.findall(self.source)) - {"Auto"}
        if classes:
            return all(map(ABSOLUTE.search, classes))
        literals = re.findall(r"""["'][\w./-]+["']""", self.source) if self.model_class == "causal" else []
        return any(map(ABSOLUTE.search, literals)) and not _OWN_POSITIONS.search(self.source)

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds ``node``."""
        body: list[ast.stmt] = self.tree.body
        holder: ast.AST = self.tree
        row = getattr(node, "lineno", 1)
        while True:
            statement = body[max(bisect_right(body, row, key=lambda s: s.lineno) - 1, 0)] if body else None
            if not isinstance(statement, ast.ClassDef) or statement is node:
                break
            holder, body = statement, statement.body
        if statement is None or statement is node:
            return holder if statement is node else None
        known = self._parents.get(id(statement))
        if known is None:
            known = self._parents[id(statement)] = {id(statement): holder}
            parents: list[ast.AST] = [statement]
            for parent in parents:
                children = list(ast.iter_child_nodes(parent))
                known.update((id(child), parent) for child in children)
                parents += children
        return known.get(id(node))

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Its parent, that one's parent, and so on up to the module."""
        found = self.parent(node)
        while found is not None:
            yield found
            found = self.parent(found)

    def said_around(self, node: ast.AST) -> str:
        """The names and the documentation of the functions around a node."""
        around = (o for o in self.ancestors(node) if isinstance(o, (ast.FunctionDef, ast.AsyncFunctionDef)))
        return " ".join(f"{o.name} {ast.get_docstring(o, clean=False) or ''}" for o in around)

    @cached_property
    def documented_calls(self) -> dict[str, tuple[tuple[str, ...], str, int]]:
        """What the documentations of the file say that calls return, by their names."""
        docs = (self.doc, *map(self.class_doc, self.classes), *(f.doc for f in self.all_functions()))
        told = (call for doc in docs if "V" in doc or "vocab" in doc for call in names.documented_calls(doc))
        return {name: (axes, kind, others) for name, axes, kind, others in told}

    def tests(self, node: ast.AST) -> frozenset[str]:
        """The names that any condition of a function asks about, and what ``max(1, n)`` guards."""
        known = self._tests.get(id(node))
        if known is None:
            found: set[str] = set()
            for part in ast.walk(node):
                test = getattr(part, "test", None)
                if (
                    isinstance(part, ast.Call)
                    and isinstance(part.func, ast.Name)
                    and part.func.id in ("max", "min")
                ) or isinstance(part, ast.BoolOp):
                    test = part
                elif isinstance(part, ast.comprehension):
                    for condition in part.ifs:
                        found.update(n.id for n in ast.walk(condition) if isinstance(n, ast.Name))
                if isinstance(test, ast.AST):
                    found.update(n.id for n in ast.walk(test) if isinstance(n, ast.Name))
                    found.update(n.attr for n in ast.walk(test) if isinstance(n, ast.Attribute))
            known = self._tests[id(node)] = frozenset(found)
        return known

    def rows(self, node: ast.AST) -> list[str]:
        """The rows of a function or a class; of the module itself all."""
        return self.lines[getattr(node, "lineno", 1) - 1 : getattr(node, "end_lineno", None)]

    def comment(self, row: int) -> str:
        """What a comment says at the end of a row; empty without one."""
        line = self.lines[row - 1]
        at = line.find("#")
        while at >= 0 and (line.count('"', 0, at) % 2 or line.count("'", 0, at) % 2):
            at = line.find("#", at + 1)  # in a text
        return line[at + 1 :].strip() if at > 0 and line[:at].strip() else ""

    def method(self, owner: str, name: str) -> Function | None:
        """The method of a class of this file, its own or inherited from another class of the file."""
        found = self.methods.get(owner, {}).get(name)
        return found or next((m for base in self.bases(owner) if (m := self.methods[base].get(name))), None)

    def bases(self, owner: str) -> tuple[str, ...]:
        """The classes of this file that a class of it inherits from, the nearest first."""
        known = self._bases.get(owner)
        if known is None:
            self._bases[owner] = ()  # a class that is its own base
            node = self.classes.get(owner)
            direct = (
                [name for base in node.bases if (name := names.last(base)) in self.methods] if node else []
            )
            known = self._bases[owner] = tuple(dict.fromkeys(b for d in direct for b in (d, *self.bases(d))))
        return known

    def only_owner(self, method: str) -> str:
        """The one class of this file that has a method of that name; empty where none or several have."""
        return self._owners.get(method, "")

    @cached_property
    def _owners(self) -> dict[str, str]:
        owners: dict[str, str] = {}
        for owner, methods in self.methods.items():
            for name in methods:
                owners[name] = "" if name in owners else owner
        return owners

    def class_called(self, name: str) -> str:
        """The class of this file that a variable is called after, ``beam_search`` after ``BeamSearch``; empty without one."""
        return self._called.get(name, "")

    @cached_property
    def _called(self) -> dict[str, str]:
        return {
            re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower(): name
            for name in self.methods
            if self.methods[name]
        }

    def class_doc(self, name: str) -> str:
        """The documentation of a class of this file; empty without one."""
        known = self._class_docs.get(name)
        if known is None:
            node = self.classes.get(name)
            known = self._class_docs[name] = (node and ast.get_docstring(node)) or ""
        return known

    def has_head(self, owner: str) -> bool:
        """Whether one of the layers of a class, or of those it inherits from, may give logits, as far as its text tells."""
        known = self._heads.get(owner)
        if known is None:
            texts = [
                "\n".join(self.rows(self.classes[name])[1:]).lower()
                for name in (owner, *self.bases(owner))
                if name in self.classes
            ]
            known = self._heads[owner] = any(
                _HEAD.search(text) or (_TABLE.search(text) and _PRODUCT.search(text)) for text in texts
            )
        return known

    def mentions(self, owner: str, words: tuple[str, ...]) -> bool:
        """Whether the text of a class has one of these words, in lower case."""
        known = self._mentioned.get((owner, words))
        if known is None:
            node = self.classes.get(owner)
            text = "\n".join(self.lines[node.lineno : node.end_lineno]).lower() if node else ""
            known = self._mentioned[owner, words] = any(word in text for word in words)
        return known

    def says(self, pattern: str) -> bool:
        """Whether the source matches a regular expression anywhere (case-insensitive)."""
        known = self._words.get(pattern)
        if known is None:
            known = self._words[pattern] = _lower_case(pattern).search(self.lower) is not None
        return known

    def imports(self, *libraries: str) -> bool:
        """Whether it imports one of these packages."""
        return any(target.split(".")[0] in libraries for target in self.aliases.values())

    def __getstate__(self) -> Any:
        raise TypeError("a parsed module stays in its process")
