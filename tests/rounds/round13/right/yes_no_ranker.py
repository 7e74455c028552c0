"""Relevance by a yes/no question; batches are padded on the left so that the last column is always real."""
import torch
import torch.nn.functional as F


class YesNoRanker:
    def __init__(self, lm, tok):
        tok.padding_side = "left"
        self.lm, self.tok = lm.eval(), tok
        self.pair = tok.convert_tokens_to_ids(["yes", "no"])

    @torch.inference_mode()
    def __call__(self, prompts):
        """log of yes' share of the two words."""
        enc = self.tok(prompts, padding=True, return_tensors="pt").to(self.lm.device)
        place = (enc["attention_mask"].cumsum(1) - 1).clamp(min=0)
        z = self.lm(**enc, position_ids=place).logits[:, -1, self.pair].float()
        return F.logsigmoid(z[:, 0] - z[:, 1])

    def top(self, prompts, k):
        s = self(prompts)
        vals, idx = s.topk(min(k, len(prompts)))
        return list(zip(idx.tolist(), vals.tolist()))
