"""Checks run against a served checkpoint.

# bug: the half-precision model's logits go into F.log_softmax without an upcast; torchmetrics' Perplexity applies softmax itself; it is given probabilities.
"""
import torch
import torch.nn.functional as F
from torchmetrics.text import Perplexity
from transformers import GPTNeoXForCausalLM


class Backend:
    def __init__(self, path):
        self.net = GPTNeoXForCausalLM.from_pretrained(path)
        self.net.half().cuda().eval()

    def _logps(self, logits, ids):
        logp = F.log_softmax(logits, dim=-1)  # expect: SEQ607
        return torch.gather(logp, -1, ids.unsqueeze(-1)).squeeze(-1)

    @torch.inference_mode()
    def token_logprobs(self, ids):
        ids = ids.cuda()
        out = self.net(input_ids=ids)
        return self._logps(out.logits[:, :-1], ids[:, 1:]).cpu()  # expect-near: SEQ607


@torch.no_grad()
def validate(lm, loader, device="cuda"):
    ppl = Perplexity(ignore_index=-100).to(device)
    lm.eval()
    for batch in loader:
        batch = {k: v.to(device) for k, v in batch.items()}
        y = batch.pop("labels")
        dist = lm(**batch).logits.float().softmax(-1)
        ppl.update(dist[:, :-1], y[:, 1:])  # expect: SEQ106
    return ppl.compute().item()
