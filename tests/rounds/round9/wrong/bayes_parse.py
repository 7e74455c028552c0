"""Noisy-channel comprehension: P(intended | heard) over a closed set of intended
sentences, prior from GPT-2 and edit likelihood from the typo model.

# bug: the prior takes the mean token log-prob where log P(sentence), a sum, belongs; and the joint log-scores are exponentiated before they are normalised
"""
import numpy as np
import torch


class NoisyChannel:

    def __init__(self, lm, tok, edit_loglik):
        self.lm, self.tok, self.edit = lm.eval(), tok, edit_loglik

    @torch.no_grad()
    def log_prior(self, sentence):
        """log P(sentence) with <|endoftext|> in front"""
        ids = torch.tensor([[self.tok.bos_token_id] + self.tok.encode(sentence)])
        z = self.lm(ids).logits[0, :-1].double()
        lp = torch.log_softmax(z, -1)
        tok_lp = lp[torch.arange(len(lp)), ids[0, 1:]]
        return tok_lp.mean().item()  # expect: SEQ401

    def posterior(self, heard, intended):
        joint = np.array([self.log_prior(s) + self.edit(heard, s) for s in intended])  # expect-near: SEQ401
        w = np.exp(joint)  # expect-near: SEQ605
        return w / w.sum()  # expect: SEQ605


def table(channel, items):
    lines = []
    for it in items:
        post = channel.posterior(it["heard"], it["candidates"])
        for s, p in zip(it["candidates"], post):
            lines.append("\t".join([it["id"], s, f"{p:.5f}"]))
    return "\n".join(lines)
