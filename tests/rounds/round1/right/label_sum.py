"""Labels of several tokens: all of them are scored by teacher forcing."""
import torch


class LabelScorer:
    def __init__(self, lm, tok, labels):
        self.lm, self.tok, self.labels = lm, tok, labels

    @torch.inference_mode()
    def _score(self, text, label):
        enc = self.tok(text + label, return_offsets_mapping=True, return_tensors="pt")
        spans = enc.pop("offset_mapping")[0]
        ids = enc["input_ids"]
        lp = self.lm(**enc).logits[0, :-1].float().log_softmax(-1)
        tok_lp = lp.gather(-1, ids[0, 1:, None]).squeeze(-1)
        own = spans[1:, 1] > len(text)
        return tok_lp[own].sum().item()

    def predict(self, text):
        return max(self.labels, key=lambda k: self._score(text, self.labels[k]))
