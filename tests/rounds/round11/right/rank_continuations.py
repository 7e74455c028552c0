"""Pick the likeliest continuation for each context."""
import torch
from transformers import AutoModelForCausalLM


class ContinuationRanker:
    def __init__(self, checkpoint):
        self.lm = AutoModelForCausalLM.from_pretrained(checkpoint).eval()

    @torch.inference_mode()
    def loglik(self, context, continuation):
        ids = torch.tensor([context + continuation])
        z = self.lm(ids).logits[0, len(context) - 1:-1].float()
        tgt = ids[0, len(context):]
        chosen = z[torch.arange(len(tgt)), tgt]
        logits = chosen - z.logsumexp(-1)
        return logits.sum().item()

    def best(self, context, continuations):
        return max(range(len(continuations)), key=lambda i: self.loglik(context, continuations[i]))
