"""RLOO helpers: weights in bfloat16, log-softmax in float32."""
import torch
from transformers import AutoModelForCausalLM


def load(path):
    return AutoModelForCausalLM.from_pretrained(path, torch_dtype=torch.bfloat16)


def logps(policy, ids, attn, resp):
    """Summed log-probability of the response tokens."""
    z = policy(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    y = ids[:, 1:]
    tok = z.gather(2, y[..., None]).squeeze(2) - z.logsumexp(2)
    return (tok * resp[:, 1:]).sum(1)


def objective(policy, batch, k=4):
    r = batch["reward"].view(-1, k)
    adv = (r - (r.sum(1, keepdim=True) - r) / (k - 1)).flatten()
    return -(adv * logps(policy, batch["ids"], batch["attn"], batch["resp"])).mean()
