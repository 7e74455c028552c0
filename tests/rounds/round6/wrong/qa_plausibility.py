"""Chooses the answer with the highest log p(answer | question).

# bug: question and answer are tokenised apart and glued; and minus the mean loss is taken for the answer's log-probability.
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

name = sys.argv[1] if len(sys.argv) > 1 else "EleutherAI/pythia-410m"
tokenizer = AutoTokenizer.from_pretrained(name)
lm = AutoModelForCausalLM.from_pretrained(name)
lm.eval()


def answer_logprob(question: str, answer: str) -> float:
    """log p(answer | question), all answer tokens"""
    q = tokenizer(question, return_tensors="pt").input_ids
    a = tokenizer(answer, return_tensors="pt", add_special_tokens=False).input_ids
    ids = torch.cat([q, a], dim=1)  # expect: SEQ312
    target = ids.clone()
    target[:, : q.shape[1]] = -100
    with torch.no_grad():
        loss = lm(ids, labels=target).loss
    return -loss.item()  # expect: SEQ402


def run(path):
    good = n = 0
    with open(path) as fh:
        for row in map(json.loads, fh):
            scores = [answer_logprob(row["question"], opt) for opt in row["options"]]
            good += int(scores.index(max(scores)) == row["gold"])  # expect-near: SEQ402
            n += 1
    print(f"accuracy {good / max(n, 1):.3f}")


if __name__ == "__main__":
    run("qa.jsonl")
