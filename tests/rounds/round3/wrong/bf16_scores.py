"""Score candidates with a model in bfloat16.

# bug: log_softmax and the sum run in bfloat16
"""
import torch
from transformers import AutoModelForCausalLM


class HalfScorer:
    def __init__(self, name):
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16).cuda().eval()

    @torch.inference_mode()
    def __call__(self, ids: torch.Tensor, n_context: int) -> float:
        ids = ids.cuda()
        z = self.lm(ids[None]).logits[0, n_context - 1 : -1]
        lp = z.log_softmax(dim=-1)  # expect: SEQ607
        return lp.gather(-1, ids[n_context:, None]).sum().item()  # expect-near: SEQ607
