"""Extractive QA: the distributions run over the positions of the text."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


class Reader:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForQuestionAnswering.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, question, text):
        enc = self.tok(question, text, return_tensors="pt", truncation="only_second")
        out = self.net(**enc)
        start = out.start_logits.log_softmax(dim=1)[0]
        end = out.end_logits.log_softmax(dim=1)[0]
        joint = (start[:, None] + end[None, :]).triu()
        joint = joint.masked_fill(torch.ones_like(joint).tril(-1).bool(), -torch.inf)
        i, j = divmod(int(joint.argmax()), joint.size(1))
        return self.tok.decode(enc.input_ids[0, i : j + 1]), joint[i, j].exp().item()
