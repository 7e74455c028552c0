"""A target scored under a free-running generation that did not contain it

## What goes wrong

The scores of generate at step k are conditioned on the tokens that the model itself generated, not on the first
k tokens of the target. From the second token on, the gathered entries belong to another text.

## Why it matters

The sum is no sequence's log-probability. A target whose first token differs from the greedy one is punished at
every later position.

## When it is fine

Reading the generated tokens' own scores (`out.sequences[:, prompt_len:]`), or the first step only.

## Fix

One forward pass over prompt + target, then gather the target's tokens.

## Sources

- Williams, Zipser: A learning algorithm for continually running fully recurrent neural networks. Neural
  Computation 1 (1989), on teacher forcing.
"""

from __future__ import annotations

from seqscore_lint.flow import names
from seqscore_lint.flow.events import Loss, Reporter, Select
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.rule import Rule

_OTHERS = frozenset({"target", "targets", "label", "labels", "answer", "answers", "gold", "reference", "ref", "option", "options", "choice", "choices",
                     "candidate", "expected"})  # fmt: skip


def check(event: Select | Loss, at: Reporter) -> None:
    x, ids = event.x, event.target if isinstance(event, Loss) else event.index
    picks = event.function in _OF_CLASSES if isinstance(event, Loss) else event.result.pick == "chosen"
    if not picks or x.domain not in ("generate", "beam") or x.kind not in ("logit", "prob", "logprob"):
        return
    if not _is_of_another_text(ids):
        return
    several = (
        "T" in x.axes
        or (x.pos is not None and ids.pos is not None and x.pos.symbol is not None)
        or not {"T", "N"}.isdisjoint(ids.axes)
    )
    if not several:
        return
    at.report(
        event.node,
        "the scores follow the model's own tokens, the ids are of another text: run the model on prompt + target",
        x,
        trust=LIKELY,
    )


_OF_CLASSES = ("cross_entropy", "nll_loss")


def _is_of_another_text(ids: Value) -> bool:
    """Whether token ids are those of a given text, not those that the model generated."""
    if ids.kind != "ids" or ids.has("generated", "argmax", "token-id"):
        return False
    called = names.words(ids.ref) if isinstance(ids.ref, str) else frozenset()
    return ids.has("tokenised", "of-text", "labels") or bool(called & _OTHERS)


WRONG = (
    """
import torch
from transformers import AutoModelForVision2Seq, AutoProcessor

processor = AutoProcessor.from_pretrained("m")
describer = AutoModelForVision2Seq.from_pretrained("m")

def caption_logprob(picture, caption):
    pixels = processor(images=picture, return_tensors="pt").pixel_values
    wanted = [*processor.tokenizer.encode(caption, add_special_tokens=False), processor.tokenizer.eos_token_id]
    free = describer.generate(pixel_values=pixels, max_new_tokens=len(wanted), output_logits=True, return_dict_in_generate=True)
    total = 0.0
    for step, token in enumerate(wanted):
        total += free.logits[step].log_softmax(-1)[0, token].item()  # <- SEQ207
    return total
""",
    """
import torch

def reply_logprob(lm, tok, prompt, reply):
    enc = tok(prompt, return_tensors="pt")
    ids = tok(reply, add_special_tokens=False).input_ids + [tok.eos_token_id]
    out = lm.generate(**enc, max_new_tokens=len(ids), do_sample=False, output_logits=True, return_dict_in_generate=True)
    pairs = zip(out.logits, ids)
    return sum(torch.log_softmax(z[0], dim=-1)[t].item() for z, t in pairs)  # <- SEQ207
""",
    """
import torch

def option_logprob(model, tok, prompt, option):
    enc = tok(prompt, return_tensors="pt")
    target = tok(option, add_special_tokens=False).input_ids
    out = model.generate(**enc, max_new_tokens=len(target), do_sample=False, output_scores=True, return_dict_in_generate=True)
    total = 0.0
    for step, tid in zip(out.scores, target):
        total += torch.log_softmax(step[0], dim=-1)[tid].item()  # <- SEQ207
    return total
""",
    """
import torch

def label_score(model, tok, prompt, label):
    ids = tok(prompt, return_tensors="pt").input_ids
    label_ids = tok(label, return_tensors="pt", add_special_tokens=False).input_ids
    gen = model.generate(ids, max_new_tokens=8, do_sample=False, output_logits=True, return_dict_in_generate=True)
    lp = torch.stack(gen.logits, dim=1).log_softmax(-1)
    return lp.gather(-1, label_ids.unsqueeze(-1)).sum()  # <- SEQ207
""",
    """
import torch

def answer_prob(model, tokenizer, question, answer):
    enc = tokenizer(question, return_tensors="pt")
    answer_ids = tokenizer.encode(answer, add_special_tokens=False)
    out = model.generate(**enc, max_new_tokens=16, do_sample=False, return_dict_in_generate=True, output_scores=True)
    lps = [torch.log_softmax(out.scores[i][0], -1)[answer_ids[i]] for i in range(len(answer_ids))]  # <- SEQ207
    return sum(lps)
""",
    """
import torch

@torch.no_grad()
def probe(model, prompt_ids, options):
    table = {}
    for name, ids in options.items():
        gen = model.generate(prompt_ids, do_sample=False, num_beams=1, max_new_tokens=len(ids), return_dict_in_generate=True, output_logits=True)
        lp = torch.stack(gen.logits, dim=1)[0].log_softmax(-1)
        table[name] = lp.gather(-1, torch.tensor(ids).view(-1, 1)).sum().item()  # <- SEQ207
    return table
""",
    """
import torch
import torch.nn.functional as F

def translation_nll(model, tok, source, translation):
    x = tok(source, return_tensors="pt")
    y = tok(text_target=translation, return_tensors="pt").input_ids
    free = model.generate(**x, max_new_tokens=y.shape[1], output_logits=True, return_dict_in_generate=True)
    z = torch.stack(free.logits, dim=1)[:, : y.shape[1]]
    return F.cross_entropy(z.flatten(0, 1), y[:, : z.shape[1]].flatten(), reduction="sum")  # <- SEQ207
""",
)

RIGHT = (
    """
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("m")
lm = AutoModelForCausalLM.from_pretrained("m")

def sampled_logprob(question):
    enc = tok(question, return_tensors="pt")
    out = lm.generate(**enc, max_new_tokens=40, output_logits=True, return_dict_in_generate=True)
    new = [*out.sequences[0, enc.input_ids.shape[1]:].tolist(), tok.eos_token_id]
    return sum(step[0].log_softmax(-1)[t].item() for step, t in zip(out.logits, new))
""",
    """
import torch

def generated_logprob(model, ids):
    out = model.generate(ids, do_sample=False, output_logits=True, return_dict_in_generate=True)
    lp = torch.stack(out.logits, dim=1).log_softmax(-1)
    new = out.sequences[:, ids.shape[1]:]
    return lp.gather(-1, new.unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import torch

def first_token_logprob(model, tok, prompt, label):
    enc = tok(prompt, return_tensors="pt")
    first = tok.convert_tokens_to_ids(label)
    out = model.generate(**enc, max_new_tokens=1, do_sample=False, output_logits=True, return_dict_in_generate=True)
    return torch.log_softmax(out.logits[0][0], dim=-1)[first]
""",
    """
import torch

def option_logprob(model, ids, n):
    lp = torch.log_softmax(model(ids).logits[:, n - 1 : -1], dim=-1)
    return lp.gather(-1, ids[:, n:].unsqueeze(-1)).squeeze(-1).sum(-1)
""",
    """
import torch
import torch.nn.functional as F

def generated_nll(model, tok, source):
    x = tok(source, return_tensors="pt")
    free = model.generate(**x, max_new_tokens=40, output_logits=True, return_dict_in_generate=True)
    z = torch.stack(free.logits, dim=1)
    new = free.sequences[:, -z.shape[1]:]
    return F.cross_entropy(z.flatten(0, 1), new.flatten(), reduction="sum")
""",
)

RULE = Rule(
    "SEQ207", (("generate",), ("scores", "logits")), (Select, Loss), check, WRONG, RIGHT, __doc__ or ""
)
