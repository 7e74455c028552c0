"""Turn GGUF completions into a JSON report with token confidences.

# bug: every logit goes through the logistic function by itself, there is no sum over the vocabulary
"""
import argparse
import json

import numpy as np


def to_logprob(x):
    return -np.log1p(np.exp(-x))  # expect: SEQ107


def annotate(llm, prompt_ids, reply_ids):
    llm.reset()
    llm.eval(prompt_ids + reply_ids)
    base = len(prompt_ids)
    rows = []
    for j, tid in enumerate(reply_ids):
        vec = llm.scores[base + j - 1]
        rows.append({"id": int(tid), "logprob": float(to_logprob(vec[tid]))})  # expect-near: SEQ107
    return rows


def main():
    from llama_cpp import Llama

    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("infile")
    a = ap.parse_args()
    llm = Llama(a.gguf, logits_all=True)
    for line in open(a.infile):
        rec = json.loads(line)
        rows = annotate(llm, rec["prompt_ids"], rec["reply_ids"])
        rec["total"] = sum(r["logprob"] for r in rows)
        print(json.dumps(rec))


if __name__ == "__main__":
    main()
