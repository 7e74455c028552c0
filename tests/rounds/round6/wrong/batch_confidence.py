"""Sequence likelihood of transcripts, batch version.

# bug: the padded batch is run without its attention mask; and token probabilities are averaged arithmetically as the likelihood.
"""
from typing import Sequence

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def build(name: str):
    tok = AutoTokenizer.from_pretrained(name, padding_side="left")
    if tok.pad_token is None:
        tok.pad_token = tok.eos_token
    net = AutoModelForCausalLM.from_pretrained(name).eval()
    return tok, net


@torch.no_grad()
def likelihoods(tok, net, texts: Sequence[str]) -> torch.Tensor:
    """Length-normalised sequence likelihood, one number per text."""
    enc = tok(list(texts), return_tensors="pt", padding="longest")
    ids = enc["input_ids"]
    pos = (enc["attention_mask"].cumsum(-1) - 1).clamp(min=0)
    hid = net(input_ids=ids, position_ids=pos)  # expect: SEQ314
    lp = F.log_softmax(hid.logits[:, :-1].float(), -1)
    tok_lp = lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    w = enc["attention_mask"][:, :-1] * enc["attention_mask"][:, 1:]
    p = tok_lp.exp() * w
    return p.sum(-1) / w.sum(-1).clamp(min=1)  # expect: SEQ405


if __name__ == "__main__":
    t, n = build("EleutherAI/pythia-160m")
    print(likelihoods(t, n, ["turn the lights off", "turn the light soft please"]))
