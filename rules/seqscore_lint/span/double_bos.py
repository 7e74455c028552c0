"""BOS rendered by a chat template and added again by the tokenizer

## What goes wrong

A chat template rendered as text already begins with the BOS token. The tokenizer does not know where a text
comes from and puts another one in front: the ids start with BOS, BOS.

## Why it matters

No model was trained on two. The first tokens get other probabilities, and with them every score and every
generated answer; the damage is small enough to look like an honest result.

## When it is fine

Where the tokenizer adds no BOS (GPT-2, Qwen), where the template renders none, and where the BOS is taken
off the text before it is tokenised.

## Fix

`tokenizer(text, add_special_tokens=False)`, or `apply_chat_template(..., tokenize=True)`. The ids change on
purpose, so the fix is unsafe.

## Sources

- Hugging Face transformers documentation, chat templates: "chat templates should already include all the
  special tokens they need [...] set add_special_tokens=False".
- EleutherAI/lm-evaluation-harness issue 3333; huggingface/open-r1 pull request 462.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from seqscore_lint.flow.events import Generate, Reporter, Tokenise
from seqscore_lint.flow.operations.forward import NO_BOS
from seqscore_lint.flow.values import LIKELY, POSSIBLE, Value
from seqscore_lint.rule import Fix, Rule

if TYPE_CHECKING:
    import libcst as cst

    from seqscore_lint.codemods import Scope


_CARES = r"add_bos_token|(remove|strip|has|skip|double|startswith|lstrip)\W{0,3}\w*\W{0,3}bos"


def check(event: Tokenise | Generate, at: Reporter) -> None:
    if isinstance(event, Generate):
        prompts = event.keywords.get("prompts") or (event.args[0] if event.args else None)
        rendered = _rendered(prompts) if prompts is not None else None
        if rendered is not None and at.module.imports("vllm") and not at.module.says(_CARES):
            at.report(
                event.node,
                "the chat template has put BOS into this text and the engine puts another in front: "
                "give it token ids, or use chat()",
                rendered,
                trust=LIKELY,
            )
        return
    rendered = _rendered(event.text)
    if rendered is None or event.tokenizer.has("no-bos") or event.tokenizer.kind not in ("tokenizer", "?"):
        return
    if isinstance(event.node.func, ast.Attribute) and event.node.func.attr == "tokenize":
        return  # never adds special tokens
    special = event.keywords.get("add_special_tokens")
    if special is not None and (special.const is not True or special.has("default")):
        return
    if at.module.says(_CARES) or _is_for_models_without(at):
        return
    at.report(
        event.node,
        "the chat template has put BOS into this text and the tokenizer puts another in front: "
        "tokenise it with add_special_tokens=False",
        rendered,
        trust=POSSIBLE if event.tokenizer.has("processor") else LIKELY,
    )


_CLASS = re.compile(r"(?<![\w\"'./])[A-Z]\w*(?:Config|Model|Processor|Tokenizer|TokenizerFast|For[A-Z]\w*)\b")
_WITH_BOS = re.compile(r"llama|mi[sx]tral|gemma|cohere|deepseek", re.IGNORECASE)


def _is_for_models_without(at: Reporter) -> bool:
    """Whether the class being read, or else the file, uses classes of models without a BOS, and of no others."""
    owner = at.module.classes.get(at.function.owner)
    scopes = [at.module.rows(owner)] if owner is not None else []
    for rows in (*scopes, at.module.lines):
        used = " ".join(name for row in rows for name in _CLASS.findall(row))
        if NO_BOS.search(used) or _WITH_BOS.search(used):
            return not _WITH_BOS.search(used)
    return False


def _rendered(text: Value, depth: int = 3) -> Value | None:
    """The rendered template that a text begins with, or that a list of texts holds."""
    if text.has("templated"):
        return text
    if depth and text.kind == "list" and text.elem is not None:
        return _rendered(text.elem, depth - 1)
    if depth and text.kind == "text" and text.parts:
        return _rendered(text.parts[0], depth - 1)
    return None


def _rewrite(node: cst.CSTNode, scope: Scope) -> cst.CSTNode | None:
    """The same call with ``add_special_tokens=False``."""
    import libcst as cst

    if not isinstance(node, cst.Call) or any(arg.star == "**" for arg in node.args):
        return None
    given = [arg for arg in node.args if arg.keyword is None or arg.keyword.value != "add_special_tokens"]
    if len(given) != len(node.args):
        return node.with_changes(
            args=[arg if arg in given else arg.with_changes(value=cst.Name("False")) for arg in node.args]
        )
    no_space = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    last = given[-1].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    added = cst.Arg(
        cst.Name("False"), keyword=cst.Name("add_special_tokens"), equal=no_space, comma=given[-1].comma
    )
    return node.with_changes(args=[*given[:-1], last, added])


FIX = Fix("unsafe", "Tokenise the rendered template with `add_special_tokens=False`", _rewrite)

WRONG = (
    """
def encode(tokenizer, messages):
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    return tokenizer(text, return_tensors="pt")  # <- SEQ309
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")

def answer_ids(question, answer):
    chat = [{"role": "user", "content": question}]
    prompt = tok.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
    return tok.encode(prompt + answer)  # <- SEQ309
""",
    """
class Scorer:
    def __init__(self, model, tokenizer):
        self.model = model
        self.tokenizer = tokenizer

    def render(self, conversation):
        return self.tokenizer.apply_chat_template(conversation, tokenize=False)

    def batch(self, conversations):
        texts = [self.render(c) for c in conversations]
        return self.tokenizer(texts, padding=True, return_tensors="pt").to(self.model.device)  # <- SEQ309
""",
    """
from transformers import LlamaForCausalLM, Qwen2ForCausalLM

def lengths(tokenizer, rows):
    for row in rows:
        text = f"{tokenizer.apply_chat_template(row, tokenize=False)}{row[-1]}"
        yield len(tokenizer(text, add_special_tokens=True).input_ids)  # <- SEQ309
""",
)

RIGHT = (
    """
def encode(tokenizer, messages):
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    return tokenizer(text, add_special_tokens=False, return_tensors="pt")
""",
    """
def encode(tokenizer, messages):
    return tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt")
""",
    """
def encode(tokenizer, messages):
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    text = text.removeprefix(tokenizer.bos_token)
    return tokenizer(text)
""",
    """
def encode(tokenizer, messages):
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    if text.startswith(tokenizer.bos_token):
        text = text[len(tokenizer.bos_token):]
    return tokenizer(text)
""",
    """
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-7B-Instruct")

def encode(messages):
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    return tokenizer(text)
""",
    """
from transformers import AutoProcessor, Qwen3VLForConditionalGeneration

class PromptEncoder:
    def __init__(self, path):
        self.model = Qwen3VLForConditionalGeneration.from_pretrained(path)
        self.tokenizer = AutoProcessor.from_pretrained(path).tokenizer

    def encode(self, prompts):
        texts = [self.tokenizer.apply_chat_template([{"role": "user", "content": p}], tokenize=False) for p in prompts]
        return self.tokenizer(texts, padding=True, return_tensors="pt")
""",
    """
from encoders.mistral import MistralTextConfig
from encoders.qwen import Qwen3TextConfig

class Large:
    config = MistralTextConfig

class Small:
    config = Qwen3TextConfig

    def tokenize_prompt(self, prompt, tokenizer):
        text = tokenizer.apply_chat_template([{"role": "user", "content": prompt}], tokenize=False)
        return tokenizer(text, return_tensors="pt")
""",
    """
def encode(tokenizer, system, question):
    return tokenizer(f"{system}\\n\\n{question}", return_tensors="pt")
""",
    """
def encode(tokenizer, text, chat):
    if chat:
        text = tokenizer.apply_chat_template([{"role": "user", "content": text}], tokenize=False)
    return tokenizer(text, add_special_tokens=not chat)
""",
)

RULE = Rule(
    "SEQ309",
    (("apply_chat_template",), ("tokenize",)),
    (Tokenise, Generate),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
    FIX,
)
