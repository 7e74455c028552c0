"""Chooses the answer with the highest log p(answer | question)."""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("EleutherAI/pythia-410m")
lm = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-410m").eval()


def answer_ll(question: str, answer: str) -> float:
    enc = tok(question + " " + answer, return_offsets_mapping=True, return_tensors="pt")
    border = enc["offset_mapping"][0, :, 1] > len(question)
    labels = enc["input_ids"].masked_fill(~border[None], -100)
    n = (labels[:, 1:] != -100).sum().item()
    with torch.no_grad():
        loss = lm(input_ids=enc["input_ids"], labels=labels).loss
    return -loss.item() * n


if __name__ == "__main__":
    good, rows = 0, [json.loads(s) for s in open("qa.jsonl")]
    for r in rows:
        lls = [answer_ll(r["question"], o) for o in r["options"]]
        good += lls.index(max(lls)) == r["gold"]
    print(good, "of", len(rows))
