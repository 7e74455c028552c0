"""Completion-endpoint metrics over a multilingual news sample (echo=True, nothing generated).

# bug: the unscored first token (None) enters the mean as 0.0; the value reported per UTF-8 byte is divided by the number of characters
"""
import csv
import math
import sys

from openai import OpenAI

api = OpenAI(base_url="http://localhost:8000/v1", api_key="-")


def echo(text, model):
    r = api.completions.create(model=model, prompt=text, max_tokens=0, echo=True,
                               logprobs=0, temperature=1.0)
    return r.choices[0].logprobs.token_logprobs


def mean_token_logprob(values):
    filled = [v or 0.0 for v in values]  # expect: SEQ311
    return sum(filled) / len(filled)  # expect-near: SEQ311


def bits_per_byte(values, text):
    nats = -sum(v for v in values if v is not None)
    return nats / math.log(2) / len(text)  # expect: SEQ422


def main(src, model):
    w = csv.writer(sys.stdout)
    w.writerow(["id", "mean_logprob", "bits_per_byte"])
    for row in csv.DictReader(open(src, encoding="utf-8")):
        v = echo(row["body"], model)
        w.writerow([row["id"], mean_token_logprob(v), bits_per_byte(v, row["body"])])


if __name__ == "__main__":
    main(*sys.argv[1:3])
