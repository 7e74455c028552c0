"""MMLU-style letters: the prediction, the odds of two letters, and the mass of all four."""
import torch

LETTERS = ("A", "B", "C", "D")


class LetterProbe:
    def __init__(self, model, letter_ids):
        self.model = model.eval()
        self.ids = torch.tensor([letter_ids[c] for c in LETTERS])

    @torch.no_grad()
    def _last(self, prompt_ids):
        return self.model(prompt_ids.unsqueeze(0)).logits[0, -1].float()

    def predict(self, prompt_ids):
        return LETTERS[int(self._last(prompt_ids)[self.ids].argmax())]

    def mass(self, prompt_ids):
        """Probability that the model answers with any of the letters."""
        lp = self._last(prompt_ids).log_softmax(0)
        return lp[self.ids].logsumexp(0).exp().item()

    def log_odds(self, prompt_ids, a, b):
        z = self._last(prompt_ids)
        i, j = self.ids[LETTERS.index(a)], self.ids[LETTERS.index(b)]
        return (z[i] - z[j]).item()

    def posterior(self, prompt_ids):
        """Distribution over the letters given that the answer is one of them."""
        return dict(zip(LETTERS, torch.softmax(self._last(prompt_ids)[self.ids], dim=0).tolist()))


def accuracy(probe, items):
    return sum(probe.predict(i["ids"]) == i["gold"] for i in items) / len(items)


def brier(probe, items):
    errs = []
    for it in items:
        p = probe.posterior(it["ids"])
        errs.append(sum((p[c] - (c == it["gold"])) ** 2 for c in LETTERS))
    return sum(errs) / len(errs)
