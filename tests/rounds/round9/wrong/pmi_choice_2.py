"""Domain-conditional PMI for multiple choice (COPA, StoryCloze).

# bug: the conditional score is a sum over tokens while the unconditional one is a mean
"""
import torch


@torch.no_grad()
def token_lps(lm, context, ending):
    """Log-probabilities of the ending's tokens after the context (lists of ids, context not empty)."""
    x = torch.tensor([context + ending], device=lm.device)
    z = lm(x).logits[0, len(context) - 1 : -1].float()
    y = x[0, len(context):]
    return torch.log_softmax(z, dim=1)[torch.arange(len(y)), y]


class DCPMI:
    def __init__(self, lm, domain_ids):
        self.lm = lm
        self.domain = list(domain_ids)  # e.g. the ids of "because" with BOS in front

    def conditional(self, premise, ending):
        return token_lps(self.lm, premise, ending).sum().item()  # expect-near: SEQ503

    def prior(self, ending):
        return token_lps(self.lm, self.domain, ending).mean().item()  # expect-near: SEQ503

    def pmi(self, premise, ending):
        return self.conditional(premise, ending) - self.prior(ending)  # expect: SEQ503

    def predict(self, premise, endings):
        values = [self.pmi(premise, e) for e in endings]
        return max(range(len(endings)), key=values.__getitem__)
