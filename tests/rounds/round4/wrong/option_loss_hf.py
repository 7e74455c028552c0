"""ARC evaluation with the built-in loss.
# bug: labels=input_ids counts the question, and the mean loss is used as the option's log-likelihood.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("facebook/opt-350m")
lm = AutoModelForCausalLM.from_pretrained("facebook/opt-350m").eval()


@torch.no_grad()
def log_likelihood(question: str, option: str) -> float:
    """log P(option | question)"""
    enc = tok(f"Question: {question}\nAnswer: {option}", return_tensors="pt")
    out = lm(**enc, labels=enc.input_ids)  # expect: SEQ301
    return -out.loss.item()  # expect: SEQ402 # expect-near: SEQ301


def answer(item):
    scores = [log_likelihood(item["question"], c) for c in item["choices"]]  # expect-near: SEQ301|SEQ402
    return scores.index(max(scores))
