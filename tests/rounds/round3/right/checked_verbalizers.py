"""Sentiment with verbalizers that are checked to be single, distinct tokens."""
import torch

WORDS = {"pos": " great", "neg": " terrible"}


class Verbalizer:
    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model, tokenizer
        self.ids = {}
        for label, word in WORDS.items():
            pieces = tokenizer.encode(word, add_special_tokens=False)
            assert len(pieces) == 1, word
            self.ids[label] = pieces[0]
        assert len(set(self.ids.values())) == len(self.ids)

    @torch.no_grad()
    def predict(self, review):
        enc = self.tokenizer(f"{review} All in all it was", return_tensors="pt")
        z = self.model(**enc).logits[0, -1]
        return max(self.ids, key=lambda label: z[self.ids[label]].item())
