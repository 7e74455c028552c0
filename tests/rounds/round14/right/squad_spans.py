"""Extractive QA: best span with its probability, both softmaxes running over the passage positions."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


class SpanReader:
    def __init__(self, ckpt="deepset/roberta-base-squad2", max_answer=30):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForQuestionAnswering.from_pretrained(ckpt).eval()
        self.max_answer = max_answer

    @torch.no_grad()
    def __call__(self, question, context):
        enc = self.tok(question, context, truncation="only_second", max_length=512, return_offsets_mapping=True,
                       return_tensors="pt")
        off = enc.pop("offset_mapping")[0]
        out = self.model(**enc)
        ctx = torch.tensor([s == 1 for s in enc.sequence_ids(0)])
        ls = out.start_logits[0].masked_fill(~ctx, -1e9).log_softmax(dim=0)
        le = out.end_logits[0].masked_fill(~ctx, -1e9).log_softmax(dim=0)
        joint = ls[:, None] + le[None, :]
        ok = torch.ones_like(joint, dtype=torch.bool).triu() & torch.ones_like(joint, dtype=torch.bool).tril(self.max_answer)
        joint = joint.masked_fill(~ok, -1e9)
        i, j = divmod(int(joint.argmax()), joint.shape[1])
        return context[off[i, 0] : off[j, 1]], joint[i, j].exp().item()


def exact_match(pred, golds):
    return max(int(pred.strip().lower() == g.strip().lower()) for g in golds)


if __name__ == "__main__":
    print(SpanReader()("Who painted it?", "The fresco was painted by Giotto around 1305."))
