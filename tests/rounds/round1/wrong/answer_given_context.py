"""Grounding metric: log P(answer | passage, question).

# bug: labels are the whole input, so passage and question tokens are scored as well.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("facebook/opt-1.3b")
lm = AutoModelForCausalLM.from_pretrained("facebook/opt-1.3b").eval()


def template(passage, question):
    return f"Passage: {passage}\nQuestion: {question}\nAnswer:"


@torch.no_grad()
def answer_logprob(passage, question, answer):
    enc = tok(template(passage, question) + " " + answer, return_tensors="pt")
    out = lm(**enc, labels=enc["input_ids"])  # expect-near: SEQ301
    scored = enc["input_ids"].shape[1] - 1
    return -out.loss.item() * scored  # expect: SEQ301


def grounding(passage, question, answer):
    return answer_logprob(passage, question, answer) - answer_logprob("", question, answer)
