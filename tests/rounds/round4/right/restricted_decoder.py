"""Grammar-constrained decoding: normalised over the legal tokens because that is the sampler's distribution."""
import torch


class ConstrainedSampler:
    """Samples from the renormalised distribution over the legal tokens; keeps the model's own log-prob too."""

    def __init__(self, lm, legal):
        self.lm, self.legal = lm, legal

    @torch.no_grad()
    def step(self, ids):
        z = self.lm(ids).logits[0, -1].float()
        allowed = torch.tensor(self.legal(ids[0].tolist()))
        sampler_probs = z[allowed].softmax(dim=0)
        token = allowed[torch.multinomial(sampler_probs, 1)]
        model_logprob = z.log_softmax(0)[token].item()
        return token, model_logprob
