"""bfloat16 weights, float32 log-probs."""
import torch
from transformers import AutoModelForCausalLM


def load(name):
    return AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16, device_map="auto")


@torch.inference_mode()
def logps(model, ids, mask):
    z = model(ids, attention_mask=mask).logits[:, :-1]
    lp = torch.log_softmax(z, dim=-1, dtype=torch.float32)
    tok = lp.gather(-1, ids[:, 1:, None])[..., 0]
    return (tok * mask[:, 1:]).sum(-1)
