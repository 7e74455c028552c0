"""Domain-conditional PMI: both terms are sums over the ending's tokens."""
import torch


@torch.no_grad()
def ending_logprob(lm, context, ending):
    x = torch.tensor([context + ending], device=lm.device)
    z = lm(x).logits[0].float()
    table = z - z.logsumexp(-1, keepdim=True)
    return sum(table[j - 1, x[0, j]].item() for j in range(len(context), x.shape[1]))


class DomainPMI:
    def __init__(self, lm, domain):
        self.lm, self.domain = lm, list(domain)
        self._prior = {}

    def prior(self, ending):
        key = tuple(ending)
        if key not in self._prior:
            self._prior[key] = ending_logprob(self.lm, self.domain, ending)
        return self._prior[key]

    def __call__(self, premise, ending):
        return ending_logprob(self.lm, premise, ending) - self.prior(ending)

    def predict(self, premise, endings):
        return max(range(len(endings)), key=lambda i: self(premise, endings[i]))
