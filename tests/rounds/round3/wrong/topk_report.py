"""JSON report: the probability of each generated token.

# bug: the five best scores are normalised among themselves and reported as the model's probability
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def explain(text, name="gpt2", k=5):
    """For each position: the probabilities the model gives its k best next tokens."""
    tok = AutoTokenizer.from_pretrained(name)
    net = AutoModelForCausalLM.from_pretrained(name)
    enc = tok(text, return_tensors="pt")
    with torch.no_grad():
        grid = net(**enc).logits[0]
    best, index = grid.topk(k, dim=-1)
    probability = best.softmax(dim=-1)  # expect: SEQ108
    report = []
    for row_p, row_i in zip(probability.tolist(), index.tolist()):
        report.append([{"id": i, "piece": tok.decode([i]), "probability": p} for p, i in zip(row_p, row_i)])
    return report


if __name__ == "__main__":
    print(json.dumps(explain("The capital of France is"), indent=1))
