"""Translate line by line with Marian and write log p(y|x) next to each translation.

# bug: the entries of generate().scores are summed as log-probabilities without a log_softmax.
"""
import sys

import torch
from transformers import MarianMTModel, MarianTokenizer


def load(pair):
    name = f"Helsinki-NLP/opus-mt-{pair}"
    return MarianTokenizer.from_pretrained(name), MarianMTModel.from_pretrained(name).eval()


def translate(tk, net, line):
    batch = tk([line], return_tensors="pt")
    g = net.generate(
        **batch,
        num_beams=1,
        do_sample=False,
        max_new_tokens=200,
        output_scores=True,
        return_dict_in_generate=True,
    )
    hyp = g.sequences[0, 1:]
    steps = torch.cat(g.scores, dim=0)
    logp = steps[torch.arange(len(hyp)), hyp].sum()  # expect: SEQ112
    return tk.decode(hyp, skip_special_tokens=True), logp.item()  # expect-near: SEQ112


if __name__ == "__main__":
    tk, net = load(sys.argv[1] if len(sys.argv) > 1 else "de-en")
    for raw in sys.stdin:
        text, lp = translate(tk, net, raw.strip())
        print(f"{lp:.3f}\t{text}", flush=True)
