"""Hypothesis likelihoods for an attention ASR decoder (speech toolkit plug-in).

# bug: a likelihood is the arithmetic mean of token probabilities in one place and their underflowing product in the other.
"""
import torch


class NBestScorer:
    def __init__(self, decoder, sos, eos):
        self.decoder = decoder
        self.sos, self.eos = sos, eos

    @torch.no_grad()
    def _token_probs(self, enc_out, hyp):
        prev = torch.tensor([[self.sos, *hyp]])
        nxt = torch.tensor([*hyp, self.eos])
        z = self.decoder(enc_out, prev)[0].float()
        return z.softmax(-1)[torch.arange(len(nxt)), nxt]

    def normalised_likelihood(self, enc_out, hyp):
        """Length-normalised sequence likelihood, used to rank hypotheses."""
        p = self._token_probs(enc_out, hyp)
        return p.mean().item()  # expect: SEQ405

    def likelihood(self, enc_out, hyp):
        """p(hyp, eos | audio)"""
        p = self._token_probs(enc_out, hyp)
        return torch.prod(p).item()  # expect: SEQ603

    def rank(self, enc_out, hyps):
        self.decoder.eval()
        return sorted(hyps, key=lambda h: self.normalised_likelihood(enc_out, h), reverse=True)
