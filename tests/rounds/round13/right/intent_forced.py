"""Intent picker: each label is appended to the utterance and scored by one forward pass."""
import torch


class ForcedIntentPicker:
    """`labels`: intent -> token ids as they occur after the prompt ids."""

    def __init__(self, lm, labels):
        self.lm = lm.eval()
        self.labels = labels

    @torch.no_grad()
    def loglik(self, prompt_ids):
        out = {}
        p = len(prompt_ids)
        for name, ids in self.labels.items():
            x = torch.tensor([prompt_ids + ids], device=self.lm.device)
            lp = self.lm(x).logits[0, p - 1:-1].float().log_softmax(-1)
            out[name] = lp[range(len(ids)), ids].sum().item()
        return out

    def __call__(self, prompt_ids):
        ll = self.loglik(prompt_ids)
        return max(ll, key=lambda k: ll[k])

    def posterior(self, prompt_ids):
        """Relative probability among the known intents."""
        ll = self.loglik(prompt_ids)
        w = torch.tensor(list(ll.values()), dtype=torch.float64).softmax(0)
        return dict(zip(ll, w.tolist()))
