"""Helpers for the RLOO trainer.

# bug: log_softmax runs in bfloat16, and the loss mask is cut at the other end than its targets
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM


def load_policy(path):
    return AutoModelForCausalLM.from_pretrained(path, torch_dtype=torch.bfloat16)  # expect-near: SEQ607


def response_logps(policy, ids, attn, resp):
    """Summed log-probability of the tokens for which resp (B, T) is 1."""
    out = policy(input_ids=ids, attention_mask=attn).logits
    logp = F.log_softmax(out[:, :-1], dim=-1)  # expect: SEQ607
    per_tok = logp.gather(2, ids[:, 1:, None]).squeeze(2)
    m = resp[:, :-1]  # expect-near: SEQ203
    return (per_tok * m).sum(1)  # expect: SEQ203


def rloo_advantage(reward, k):
    r = reward.view(-1, k)
    base = (r.sum(1, keepdim=True) - r) / (k - 1)
    return (r - base).flatten()


def step(policy_path, batch, k=4):
    policy = load_policy(policy_path).cuda().train()
    lp = response_logps(policy, batch["ids"], batch["attn"], batch["resp"])
    return -(rloo_advantage(batch["reward"], k) * lp).mean()
