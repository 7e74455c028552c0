"""Zero-shot sentiment: all tokens of each label are scored."""
import torch

LABELS = ["very positive", "somewhat positive", "somewhat negative", "very negative"]


class ZeroShot:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm, tok

    @torch.no_grad()
    def label_logprob(self, review, label):
        head = f"Review: {review}\nSentiment:"
        enc = self.tok(f"{head} {label}", return_tensors="pt", return_offsets_mapping=True)
        ids = enc.input_ids[0]
        start = next(i for i, (a, b) in enumerate(enc.offset_mapping[0].tolist()) if b > len(head))
        lp = self.lm(enc.input_ids).logits[0, start - 1 : -1].float().log_softmax(-1)
        return lp.gather(1, ids[start:, None]).sum().item()

    def predict(self, review):
        return max(LABELS, key=lambda w: self.label_logprob(review, w))
