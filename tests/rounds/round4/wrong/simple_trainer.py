"""Minimal LM trainer without a framework.
# bug: the training loss compares logits and ids without a shift, and the eval hook feeds softmax output to cross_entropy.
"""
import torch
import torch.nn.functional as F
from transformers import GPT2Config, GPT2LMHeadModel


def build():
    return GPT2LMHeadModel(GPT2Config(n_layer=4, n_head=4, n_embd=256))


def train_step(model, opt, ids):
    """ids: full blocks (B, T)."""
    z = model(ids).logits
    loss = F.cross_entropy(z.view(-1, z.size(-1)), ids.view(-1))  # expect: SEQ201
    opt.zero_grad()
    loss.backward()
    opt.step()
    return loss.item()


@torch.no_grad()
def eval_step(model, ids):
    p = F.softmax(model(ids).logits[:, :-1], dim=-1)
    return F.cross_entropy(p.reshape(-1, p.size(-1)), ids[:, 1:].reshape(-1)).item()  # expect: SEQ106
