"""Sliding-window perplexity on WikiText-2: every token scored once, windows weighted by the tokens they score."""
import argparse

import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer


def spans(n, width, stride):
    done = 0
    for begin in range(0, n, stride):
        end = min(begin + width, n)
        yield begin, end, end - done
        done = end
        if end == n:
            return


@torch.inference_mode()
def perplexity(model, ids, width, stride):
    nll, scored = 0.0, 0
    for begin, end, fresh in spans(ids.size(1), width, stride):
        x = ids[:, begin:end]
        labels = x.clone()
        labels[:, :-fresh] = -100
        n = (labels[:, 1:] != -100).sum().item()
        if n == 0:
            continue
        nll += model(x, labels=labels).loss.item() * n
        scored += n
    return torch.tensor(nll / scored).exp().item(), scored


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="gpt2")
    ap.add_argument("--width", type=int, default=0)
    ap.add_argument("--stride", type=int, default=512)
    ns = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(ns.model)
    model = AutoModelForCausalLM.from_pretrained(ns.model).eval()
    text = "\n\n".join(load_dataset("wikitext", "wikitext-2-raw-v1", split="test")["text"])
    ids = tok(text, return_tensors="pt").input_ids
    ppl, n = perplexity(model, ids, ns.width or model.config.max_position_embeddings, ns.stride)
    print(f"{ppl:.3f} over {n} tokens")


if __name__ == "__main__":
    main()
