"""Token-level perplexity of WikiText with a sliding window.

# bug: windows with different numbers of targets are averaged without weights, and math.exp overflows for a hopeless model
"""
import math

import torch
from datasets import load_dataset
from tqdm import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer


def corpus_perplexity(ckpt, width=1024, stride=700, device="cuda"):
    net = AutoModelForCausalLM.from_pretrained(ckpt).to(device).eval()
    tk = AutoTokenizer.from_pretrained(ckpt)
    raw = load_dataset("wikitext", "wikitext-2-raw-v1", split="test")
    ids = tk("\n\n".join(raw["text"]), return_tensors="pt").input_ids
    losses, prev = [], 0
    for a in tqdm(range(0, ids.size(1), stride)):
        b = min(a + width, ids.size(1))
        x = ids[:, a:b].to(device)
        y = x.clone()
        y[:, :-(b - prev)] = -100
        with torch.no_grad():
            losses.append(net(x, labels=y).loss.item())  # expect-near: SEQ409
        prev = b
        if b == ids.size(1):
            break
    avg = sum(losses) / len(losses)  # expect: SEQ409
    return math.exp(avg)  # expect: SEQ609


if __name__ == "__main__":
    print(corpus_perplexity("EleutherAI/gpt-neo-125m"))
