"""UPR-style re-ranking: score a passage by log p(query | passage).

# bug: the distribution at position i is read for token i, one place too late
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Passage: {p}\nPlease write a question based on this passage.\nQuestion:"


class UPR:
    def __init__(self, name):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, device_map="auto").eval()

    def __call__(self, passage, query):
        head = TEMPLATE.format(p=passage)
        enc = self.tk(head + " " + query, return_offsets_mapping=True, return_tensors="pt")
        offs = enc.pop("offset_mapping")[0].tolist()
        enc = enc.to(self.lm.device)
        with torch.no_grad():
            table = torch.log_softmax(self.lm(**enc).logits[0].float(), dim=-1)
        total = 0.0
        for i, tid in enumerate(enc["input_ids"][0].tolist()):
            if offs[i][1] > len(head):
                total += table[i, tid].item()  # expect: SEQ201
        return total


def rerank(run, upr, depth):
    for topic in run:
        head, tail = topic["hits"][:depth], topic["hits"][depth:]
        head.sort(key=lambda h: upr(h["text"], topic["query"]), reverse=True)
        yield {**topic, "hits": head + tail}


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("run")
    ap.add_argument("--model", default="EleutherAI/pythia-1.4b")
    ap.add_argument("--depth", type=int, default=50)
    a = ap.parse_args()
    with open(a.run) as fh:
        topics = [json.loads(x) for x in fh]
    for t in rerank(topics, UPR(a.model), a.depth):
        print(json.dumps(t))
