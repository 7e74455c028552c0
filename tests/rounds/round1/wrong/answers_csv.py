"""Answer a CSV of questions; the third column is the mean token log-probability.

# bug: the step scores of generate() are averaged as log-probabilities without log_softmax.
"""
import csv
import statistics
import sys

import torch
from transformers import pipeline

pipe = pipeline("text-generation", model="HuggingFaceTB/SmolLM2-360M-Instruct")


def answer(question, limit=24):
    enc = pipe.tokenizer(question, return_tensors="pt").to(pipe.model.device)
    with torch.no_grad():
        g = pipe.model.generate(**enc, do_sample=False, max_new_tokens=limit,
                                return_dict_in_generate=True, output_scores=True)
    new = g.sequences[0].tolist()[enc.input_ids.size(1):]
    vals = [float(g.scores[k][0][t]) for k, t in enumerate(new)]  # expect-near: SEQ112|SEQ101
    return pipe.tokenizer.decode(new, skip_special_tokens=True), statistics.fmean(vals)  # expect: SEQ112|SEQ101


def main(src, dst):
    with open(src, newline="") as f, open(dst, "w", newline="") as g:
        out = csv.writer(g)
        for row in csv.reader(f):
            text, lp = answer(row[0])
            out.writerow([row[0], text, f"{lp:.4f}"])


if __name__ == "__main__":
    main(*sys.argv[1:3])
