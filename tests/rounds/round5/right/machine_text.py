"""Zero-shot detection of machine text: log-perplexity under a performer over the cross term with an observer.

As in the paper both quantities stay in log space: `ppl` is the mean token NLL, `xppl` the mean cross-entropy.
"""
import torch
import torch.nn.functional as F


def ppl(logits, ids, mask):
    nll = F.cross_entropy(logits[:, :-1].transpose(1, 2), ids[:, 1:], reduction="none")
    m = mask[:, 1:]
    return (nll * m).sum(1) / m.sum(1).clamp(min=1)


def xppl(p_logits, q_logits, mask):
    p = p_logits[:, :-1].softmax(-1)
    lq = q_logits[:, :-1].log_softmax(-1)
    m = mask[:, 1:]
    return (-(p * lq).sum(-1) * m).sum(1) / m.sum(1).clamp(min=1)


class Detector:
    def __init__(self, observer, performer, tok, threshold):
        self.obs, self.perf, self.tok, self.thr = observer.eval(), performer.eval(), tok, threshold
        tok.padding_side = "right"

    @torch.inference_mode()
    def score(self, texts):
        enc = self.tok(texts, padding=True, truncation=True, max_length=512, return_tensors="pt")
        zo, zp = self.obs(**enc).logits, self.perf(**enc).logits
        return ppl(zp, enc.input_ids, enc.attention_mask) / xppl(zo, zp, enc.attention_mask)

    def predict(self, texts):
        return ["machine" if s < self.thr else "human" for s in self.score(texts).tolist()]
