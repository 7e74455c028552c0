"""Consistency check: stored sampler log-probs against a float32 re-computation (temperature 1 rollouts)."""
import torch
from transformers import AutoModelForCausalLM


@torch.inference_mode()
def recompute(lm, ids, attn, completion):
    z = lm(input_ids=ids, attention_mask=attn).logits[:, :-1]
    lp = torch.log_softmax(z.to(torch.float32), dim=-1)
    lp = lp.gather(2, ids[:, 1:, None]).squeeze(2)
    return lp.masked_fill(completion[:, 1:] == 0, 0.0)


def compare(lm, batch):
    fresh = recompute(lm, batch["ids"], batch["attn"], batch["completion"])
    on = batch["completion"][:, 1:].bool()
    diff = (fresh - batch["stored"]).masked_fill(~on, 0.0)
    ratio = diff.sum(dim=-1).exp()
    k3 = torch.where(on, (-diff).exp() - 1 + diff, torch.zeros_like(diff)).sum(-1)
    return {
        "max_abs": diff.abs().max().item(),
        "ratio": ratio.tolist(),
        "k3": k3.tolist(),
    }


def load(ckpt):
    return AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.bfloat16).eval().cuda()
