"""Intent routing for the support bot: a verbaliser head and a class-conditional fallback.

# bug: only the first token of each (multi-token) intent label is scored; posterior exponentiates sequence log-likelihoods before normalising them.
"""
import numpy as np
import torch

INTENTS = ("cancel subscription", "cancel order", "change address", "refund status")


class IntentRouter:
    def __init__(self, model, tokenizer):
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.label_ids = {}
        for name in INTENTS:
            pieces = tokenizer.encode(" " + name, add_special_tokens=False)
            self.label_ids[name] = pieces[0]  # expect: SEQ209

    @torch.no_grad()
    def label_scores(self, message):
        enc = self.tokenizer(f"Customer: {message}\nIntent:", return_tensors="pt")
        lp = self.model(**enc).logits[0, -1].float().log_softmax(dim=-1)
        return {name: lp[i].item() for name, i in self.label_ids.items()}  # expect-near: SEQ209

    def route(self, message):
        s = self.label_scores(message)
        return max(s, key=s.get)


def posterior(token_logps, prior):
    """p(class | message) from per-class token log-probs of the message (a list of 1-D arrays)."""
    ll = np.array([lp.sum() for lp in token_logps])
    joint = np.exp(ll) * np.asarray(prior)  # expect: SEQ605
    return joint / joint.sum()  # expect-near: SEQ605
