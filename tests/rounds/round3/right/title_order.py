"""Order titles by their log-probability under a causal LM."""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def title_logprob(lm, row):
    with torch.no_grad():
        z = lm(row[None]).logits[0, :-1].float()
    nxt = row[1:]
    picked = z[torch.arange(nxt.numel()), nxt]
    return (picked - z.logsumexp(-1)).sum().item()


if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("titles", nargs="+")
    cli.add_argument("--model", default="distilgpt2")
    opt = cli.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(opt.model)
    net = AutoModelForCausalLM.from_pretrained(opt.model).eval()
    values = {t: title_logprob(net, tokenizer(t, return_tensors="pt").input_ids[0]) for t in opt.titles}
    for t in sorted(values, key=values.get, reverse=True):
        print(f"{values[t]:9.2f} {t}")
