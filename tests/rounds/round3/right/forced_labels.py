"""Class names scored under teacher forcing, one forward pass per name."""
import torch


class ClassScorer:
    def __init__(self, model, names):
        """names: class -> list of token ids, as they follow the prompt."""
        self.model, self.names = model, names

    @torch.no_grad()
    def logprobs(self, prompt_ids):
        out = {}
        for name, ids in self.names.items():
            z = self.model(torch.tensor([prompt_ids + ids])).logits[0].float()
            lp = z[len(prompt_ids) - 1 : -1].log_softmax(-1)
            out[name] = sum(lp[i, t].item() for i, t in enumerate(ids))
        return out

    def predict(self, prompt_ids):
        lp = self.logprobs(prompt_ids)
        return max(lp, key=lp.get)
