"""A bfloat16 model whose logits are converted before log_softmax."""
import torch
from transformers import AutoModelForCausalLM


class Scorer:
    def __init__(self, name):
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16).eval()

    @torch.inference_mode()
    def __call__(self, ids, n_context):
        z = self.lm(ids[None]).logits[0, n_context - 1 : -1]
        lp = torch.log_softmax(z, dim=-1, dtype=torch.float32)
        return lp.gather(-1, ids[n_context:, None]).sum(dtype=torch.float64).item()

    @torch.inference_mode()
    def greedy(self, ids):
        return self.lm(ids[None]).logits[0, -1].argmax().item()
