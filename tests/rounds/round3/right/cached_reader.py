"""Token-by-token reading with a key/value cache."""
import torch


class CachedReader:
    """Accumulates log-probabilities while reading one id at a time."""

    def __init__(self, lm, bos_id):
        self.lm = lm.eval()
        self.bos_id = bos_id
        self.reset()

    def reset(self):
        self.total = 0.0
        self._advance(self.bos_id, None)

    @torch.inference_mode()
    def _advance(self, token_id, past):
        out = self.lm(torch.tensor([[token_id]]), past_key_values=past, use_cache=True)
        self.logits = out.logits[0, -1].float().log_softmax(-1)
        self.past = out.past_key_values

    def read(self, token_id):
        value = self.logits[token_id].item()
        self.total += value
        self._advance(token_id, self.past)
        return value
