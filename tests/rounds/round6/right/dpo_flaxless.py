"""DPO loss on summed response log-probs; the mask comes from lengths, so the final EOS is scored."""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from transformers import AutoTokenizer


@dataclass
class Settings:
    beta: float = 0.1
    base: str = "gpt2"


def tokenizer(cfg: Settings):
    t = AutoTokenizer.from_pretrained(cfg.base)
    t.pad_token = t.eos_token
    return t


def response_logp(net, b):
    z = net(input_ids=b["ids"], attention_mask=b["attn"]).logits
    y = b["ids"][:, 1:]
    at = torch.arange(1, b["ids"].shape[1], device=y.device)[None]
    on = (at >= b["start"][:, None]) & (at < b["length"][:, None])
    ce = F.cross_entropy(z[:, :-1].float().transpose(1, 2), y, reduction="none")
    return -ce.masked_fill(~on, 0.0).sum(dim=1)


def loss(policy, ref, good, bad, cfg: Settings):
    up = response_logp(policy, good) - response_logp(policy, bad)
    with torch.no_grad():
        base = response_logp(ref, good) - response_logp(ref, bad)
    return F.softplus(-cfg.beta * (up - base)).mean()
