"""Left padding without position_ids in a model with absolute positions

## What goes wrong

GPT-2 and its relatives learned an embedding for every position, and a forward pass without `position_ids`
numbers the columns from 0. With padding in front, the first real token of a short text stands at position 7
or 70 instead of 0. The attention mask hides the padding; it does not renumber the text.

## Why it matters

The same text gets another score in another batch, by tens of nats where much was padded. Nothing looks
wrong.

## When it is fine

In models with relative or rotary positions (Llama, Qwen, Pythia): only distances count. In OPT, which
derives its positions from the attention mask. In `generate`, which passes the positions itself.

## Fix

`position_ids=(attention_mask.cumsum(-1) - 1).clamp(min=0)`, or padding behind the text.

## Sources

- huggingface/trl issue 6800 (34 nats on GPT-2); CarperAI/trlx pull request 509; huggingface/transformers
  issue 9173.
"""

from __future__ import annotations

from seqscore_lint.flow.events import Forward, Reporter
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule


def check(event: Forward, at: Reporter) -> None:
    ids, whole = event.inputs, event.keywords.get("**")
    if not ids.has("padded-left") or not _is_absolute(event.model, at):
        return
    if "position_ids" in event.keywords or len(event.node.args) > 1:
        return
    if whole is None and "attention_mask" not in event.keywords:
        return  # then the padding is attended to as well, which is the greater harm
    if whole is not None and (whole.kind != "encoding" or "position_ids" in (whole.fields or ())):
        return
    at.report(
        event.node,
        "left padding moves short texts to later positions, and this model numbers its columns from 0: pass "
        "position_ids made from the attention mask",
        ids,
        trust=LIKELY,
    )


def _is_absolute(model: Value, at: Reporter) -> bool:
    """Whether a model numbers its columns: by what was loaded, or by what the file loads where this is a parameter."""
    return model.has("absolute-positions") or (model.has("by-name") and at.module.absolute_positions)


WRONG = (
    """
from transformers import AutoTokenizer, GPT2LMHeadModel

def build(name):
    return AutoTokenizer.from_pretrained(name, padding_side="left"), GPT2LMHeadModel.from_pretrained(name)

class Rollouts:
    def __init__(self, tokenizer, model):
        self.tokenizer, self.model = tokenizer, model

    def logprobs(self, rows):
        batch = self.tokenizer.pad({"input_ids": rows}, return_tensors="pt")
        out = self.model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])  # <- SEQ315
        return out.logits[:, :-1].log_softmax(-1)
""",
    """
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

def load(name):
    tk = GPT2TokenizerFast.from_pretrained(name)
    tk.pad_token, tk.padding_side = tk.eos_token, "left"
    return tk, GPT2LMHeadModel.from_pretrained(name).eval()

def last_logprobs(tk, gpt, reviews):
    enc = tk(reviews, padding=True, return_tensors="pt")
    z = gpt(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"]).logits  # <- SEQ315
    return z[:, -1].log_softmax(-1)
""",
    """
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2", padding_side="left")
tokenizer.pad_token = tokenizer.eos_token
model = GPT2LMHeadModel.from_pretrained("gpt2").eval()

def next_token(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    return model(**batch).logits[:, -1].log_softmax(-1)  # <- SEQ315
""",
    """
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

class Scorer:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained("gpt2-xl")
        self.tok.pad_token, self.tok.padding_side = self.tok.eos_token, "left"
        self.lm = AutoModelForCausalLM.from_pretrained("gpt2-xl")

    @torch.no_grad()
    def token_logprobs(self, texts):
        enc = self.tok(texts, padding="longest", return_tensors="pt").to(self.lm.device)
        out = self.lm(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"])  # <- SEQ315
        logp = out.logits[:, :-1].log_softmax(-1)
        token = logp.gather(-1, enc["input_ids"][:, 1:, None]).squeeze(-1)
        return token * enc["attention_mask"][:, 1:]
""",
    """
import transformers

def rows(texts):
    tok = transformers.AutoTokenizer.from_pretrained("EleutherAI/gpt-neo-125m")
    tok.padding_side = "left"
    net = transformers.GPTNeoForCausalLM.from_pretrained("EleutherAI/gpt-neo-125m").eval()
    enc = tok.batch_encode_plus(texts, padding=True, return_tensors="pt")
    return net(enc.input_ids, attention_mask=enc.attention_mask).logits[:, -1]  # <- SEQ315
""",
)

RIGHT = (
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

def load(name="Qwen/Qwen2.5-0.5B", small="gpt2"):
    tk = AutoTokenizer.from_pretrained(name, padding_side="left")
    return tk, AutoModelForCausalLM.from_pretrained(name).eval()

def last_logprobs(tk, model, reviews):
    enc = tk(reviews, padding=True, return_tensors="pt")
    z = model(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"]).logits
    return z[:, -1].log_softmax(-1)
""",
    """
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2", padding_side="left")
tokenizer.pad_token = tokenizer.eos_token
model = GPT2LMHeadModel.from_pretrained("gpt2").eval()

def next_token(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    positions = (batch.attention_mask.cumsum(-1) - 1).clamp(min=0)
    return model(**batch, position_ids=positions).logits[:, -1].log_softmax(-1)

def stored(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    batch["position_ids"] = (batch["attention_mask"].cumsum(-1) - 1).clamp(min=0)
    return model(**batch).logits[:, -1].log_softmax(-1)

def continuations(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    return tokenizer.batch_decode(model.generate(**batch, max_new_tokens=8))

def one(prompt: str):
    return model(**tokenizer(prompt, return_tensors="pt")).logits[:, -1].log_softmax(-1)
""",
    """
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2", padding_side="right")
tokenizer.pad_token = tokenizer.eos_token
model = GPT2LMHeadModel.from_pretrained("gpt2").eval()

def rows(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    return model(**batch).logits.log_softmax(-1)
""",
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("EleutherAI/pythia-160m", padding_side="left")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-160m").eval()

def rows(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    return model(**batch).logits[:, -1].log_softmax(-1)
""",
    """
from transformers import AutoTokenizer, OPTForCausalLM

tokenizer = AutoTokenizer.from_pretrained("facebook/opt-125m", padding_side="left")
model = OPTForCausalLM.from_pretrained("facebook/opt-125m").eval()

def rows(prompts):
    batch = tokenizer(prompts, padding=True, return_tensors="pt")
    return model(**batch).logits[:, -1].log_softmax(-1)
""",
)

RULE = Rule(
    "SEQ315",
    (("padding_side",), ("left",)),
    (Forward,),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
