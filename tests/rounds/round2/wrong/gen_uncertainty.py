"""Confidence of sampled answers for the abstention experiment.

# bug: the largest probability of every step is used, whatever token was sampled
"""
import torch
from torch import nn


class Uncertainty(nn.Module):
    def __init__(self, lm, tok):
        super().__init__()
        self.lm, self.tok = lm, tok

    @torch.no_grad()
    def forward(self, prompt):
        enc = self.tok(prompt, return_tensors="pt")
        g = self.lm.generate(**enc, do_sample=True, top_k=0, max_new_tokens=40,
                             return_dict_in_generate=True, output_logits=True)
        steps = torch.stack(g.logits, dim=1).float()
        lp = steps.log_softmax(dim=-1)
        best, _ = lp.max(dim=-1)  # expect: SEQ204
        answer = g.sequences[0, enc.input_ids.shape[1]:]
        return self.tok.decode(answer, skip_special_tokens=True), best.mean().exp().item()  # expect-near: SEQ204


def abstain(pairs, floor=0.4):
    return [text if conf >= floor else "I don't know" for text, conf in pairs]
