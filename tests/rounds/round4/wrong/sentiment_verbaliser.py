"""Zero-shot sentiment from label words.
# bug: only the first token of each label is scored, although the labels have several tokens.
"""
import torch

LABELS = ["very positive", "somewhat positive", "somewhat negative", "very negative"]


class ZeroShot:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm, tok
        self.first = [tok.encode(" " + w, add_special_tokens=False)[0] for w in LABELS]  # expect: SEQ209

    @torch.no_grad()
    def label_logprobs(self, review):
        enc = self.tok(f"Review: {review}\nSentiment:", return_tensors="pt")
        lp = self.lm(**enc).logits[0, -1].float().log_softmax(-1)
        return [lp[i].item() for i in self.first]  # expect-near: SEQ209

    def predict(self, review):
        v = self.label_logprobs(review)
        return LABELS[v.index(max(v))]
