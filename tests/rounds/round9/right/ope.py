"""Off-policy evaluation of an assistant with sequence-level importance weights."""
import torch
from transformers import AutoModelForCausalLM


def load_policy(path):
    return AutoModelForCausalLM.from_pretrained(path, torch_dtype=torch.bfloat16, device_map="auto").eval()


@torch.no_grad()
def response_logprob(policy, ids, n_prompt):
    """log pi(response | prompt), summed in float32."""
    z = policy(ids[None]).logits[0, n_prompt - 1:-1].to(torch.float32)
    return -torch.nn.functional.cross_entropy(z, ids[n_prompt:], reduction="sum")


def effective_sample_size(logw):
    """(sum w)^2 / sum w^2 from log-weights."""
    return (2 * logw.logsumexp(0) - (2 * logw).logsumexp(0)).exp().item()


def self_normalised_value(target, behaviour, episodes):
    logw = torch.stack([
        response_logprob(target, e["ids"], e["n_prompt"]) - response_logprob(behaviour, e["ids"], e["n_prompt"])
        for e in episodes
    ])
    reward = torch.tensor([e["reward"] for e in episodes], device=logw.device)
    w = torch.softmax(logw, dim=0)
    return {"value": (w * reward).sum().item(), "ess": effective_sample_size(logw)}
