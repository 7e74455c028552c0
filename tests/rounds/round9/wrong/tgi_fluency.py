"""Fluency columns for the post-editing study, prefill log-probs from a TGI server.

    ppl    per-token perplexity
    bpb    bits per UTF-8 byte

# bug: the perplexity is exp of plus the mean log-prob; and bits per byte are divided by the number of characters
"""
import csv
import math
import sys

from text_generation import Client

client = Client("http://127.0.0.1:8080", timeout=60)


def prefill(text):
    r = client.generate(text, max_new_tokens=1, decoder_input_details=True)
    return [t.logprob for t in r.details.prefill if t.logprob is not None]


def columns(text):
    lps = prefill(text)
    if not lps:
        return None
    mean = sum(lps) / len(lps)
    ppl = math.exp(mean)  # expect: SEQ413
    bits = -sum(lps) / math.log(2)
    bpb = bits / len(text)  # expect: SEQ422
    return {"ppl": ppl, "bpb": bpb}


def main(src, dst):
    with open(src, encoding="utf-8") as fi, open(dst, "w", newline="") as fo:
        w = csv.DictWriter(fo, ["seg", "ppl", "bpb"])
        w.writeheader()
        for k, line in enumerate(fi):
            c = columns(line.rstrip("\n"))
            if c is not None:
                w.writerow({"seg": k, **c})


if __name__ == "__main__":
    main(*sys.argv[1:3])
