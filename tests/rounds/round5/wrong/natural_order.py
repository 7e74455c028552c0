"""Sort a text file so that the sentences BERT finds most fluent come first.

    python natural_order.py captions.txt --model bert-base-cased --head 20

# bug: the masked LM gets labels equal to its unmasked input, so its loss is not a perplexity of the sentence
"""
import argparse
import sys

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


def parse(argv):
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("path")
    ap.add_argument("--model", default="bert-base-cased")
    ap.add_argument("--head", type=int, default=10)
    return ap.parse_args(argv)


@torch.no_grad()
def main(argv=None):
    opts = parse(argv)
    tok = AutoTokenizer.from_pretrained(opts.model)
    net = AutoModelForMaskedLM.from_pretrained(opts.model).eval()
    table = []
    with open(opts.path, encoding="utf-8") as fh:
        for line in map(str.strip, fh):
            if not line:
                continue
            enc = tok(line, truncation=True, return_tensors="pt")
            out = net(**enc, labels=enc["input_ids"])  # expect: SEQ415
            table.append((torch.exp(out.loss).item(), line))  # expect-near: SEQ415
    table.sort()
    for ppl, line in table[: opts.head]:
        print(f"{ppl:10.2f}\t{line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
