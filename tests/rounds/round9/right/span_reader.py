"""Extractive QA: best span from start and end logits."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


class SpanReader:
    def __init__(self, name="deepset/roberta-base-squad2", max_answer=30):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForQuestionAnswering.from_pretrained(name)
        self.max_answer = max_answer

    @torch.inference_mode()
    def __call__(self, question, context):
        enc = self.tok(question, context, return_tensors="pt", truncation="only_second",
                       return_offsets_mapping=True)
        offsets = enc.pop("offset_mapping")[0]
        out = self.net(**enc)
        inside = torch.tensor([s == 1 for s in enc.sequence_ids(0)])
        start = out.start_logits[0].masked_fill(~inside, float("-inf")).log_softmax(dim=0)
        end = out.end_logits[0].masked_fill(~inside, float("-inf")).log_softmax(dim=0)
        joint = start[:, None] + end[None, :]
        window = torch.ones_like(joint).triu().tril(self.max_answer - 1).bool()
        joint = joint.masked_fill(~window, float("-inf"))
        i, j = divmod(int(joint.argmax()), joint.shape[1])
        return context[int(offsets[i, 0]):int(offsets[j, 1])], joint[i, j].exp().item()
