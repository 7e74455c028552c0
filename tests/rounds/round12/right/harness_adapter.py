"""Harness adapter: (log-likelihood, is_greedy) for pre-encoded requests."""
import numpy as np
import torch
from lm_eval.api.model import TemplateLM
from lm_eval.api.registry import register_model
from transformers import AutoModelForCausalLM, AutoTokenizer


@register_model("plain-hf")
class PlainHF(TemplateLM):
    def __init__(self, pretrained, device="cpu", **_):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(pretrained)
        self.model = AutoModelForCausalLM.from_pretrained(pretrained).to(device).eval()
        self.window = self.model.config.max_position_embeddings

    @property
    def eot_token_id(self):
        return self.tokenizer.eos_token_id

    def tok_encode(self, string, **kwargs):
        return self.tokenizer.encode(string, add_special_tokens=False)

    def _score(self, context, continuation):
        seq = (context + continuation)[-(self.window + 1):]
        x = torch.tensor([seq[:-1]], device=self.model.device)
        with torch.no_grad():
            lp = torch.log_softmax(self.model(x).logits[0], dim=-1)
        tail = lp[lp.shape[0] - len(continuation):].cpu().double().numpy()
        y = np.array(continuation)
        ll = tail[np.arange(y.size), y].sum()
        return float(ll), bool(np.array_equal(tail.argmax(axis=-1), y))

    def _loglikelihood_tokens(self, requests, disable_tqdm=False):
        return [self._score(c, t) for _, c, t in requests]

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        raise NotImplementedError("use the windowed script")

    def generate_until(self, requests, disable_tqdm=False):
        raise NotImplementedError
