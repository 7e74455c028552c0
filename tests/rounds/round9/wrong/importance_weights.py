"""Off-policy evaluation of a fine-tuned assistant from logged conversations.

# bug: log_softmax runs on bfloat16 logits; the sequence log-probability used in the importance ratio is a mean over tokens
"""
import torch
from transformers import AutoModelForCausalLM


def load_policy(path):
    return AutoModelForCausalLM.from_pretrained(path, torch_dtype=torch.bfloat16, device_map="auto").eval()


def joint_logprob(policy, ids, n_prompt):
    """log pi(response | prompt), the joint log-probability of the whole response."""
    with torch.no_grad():
        z = policy(ids[None]).logits[0]
    table = torch.log_softmax(z[n_prompt - 1 : -1], dim=-1)  # expect: SEQ607
    lp = table.gather(1, ids[n_prompt:, None]).squeeze(1)
    return lp.mean()  # expect: SEQ401


def weighted_value(target, behaviour, log, clip=20.0):
    """Self-normalised importance-sampling estimate of the target policy's reward."""
    num = den = 0.0
    for ep in log:
        ids = ep["ids"].to(target.device)
        ratio = joint_logprob(target, ids, ep["n_prompt"]) - joint_logprob(behaviour, ids, ep["n_prompt"])  # expect-near: SEQ401
        w = min(float(torch.exp(ratio)), clip)
        num += w * ep["reward"]
        den += w
    return num / den if den > 0 else float("nan")
