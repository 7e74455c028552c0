"""Conditional likelihood of reference answers, for the memorisation audit.

# bug: the question's tokens are summed together with those of the answer
"""
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def encode_pair(tok, question, answer):
    full = tok(question + " " + answer, return_offsets_mapping=True)
    cut = next(i for i, (a, b) in enumerate(full["offset_mapping"]) if b > len(question))
    return torch.tensor([full["input_ids"]]), cut


@torch.inference_mode()
def answer_loglik(lm, tok, question, answer):
    """log p(answer | question)."""
    ids, cut = encode_pair(tok, question, answer)
    lp = lm(ids).logits[0, :-1].float().log_softmax(-1)
    each = lp[torch.arange(ids.size(1) - 1), ids[0, 1:]]
    return {"ll": each.sum().item(), "n": ids.size(1) - cut}  # expect: SEQ301


def audit(name, src, dst):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    rows = [json.loads(s) for s in Path(src).read_text().splitlines()]
    with open(dst, "w") as g:
        for r in rows:
            r.update(answer_loglik(lm, tok, r["q"], r["a"]))
            g.write(json.dumps(r) + "\n")
