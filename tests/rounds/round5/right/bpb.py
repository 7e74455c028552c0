"""Bits per byte of text files; every window starts with BOS, all text tokens are scored."""
import math
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def file_nats(lm, ids, bos, width):
    nats = 0.0
    for lo in range(0, len(ids), width - 1):
        x = torch.tensor([[bos] + ids[lo : lo + width - 1]])
        with torch.no_grad():
            loss = lm(x, labels=x).loss.item()
        nats += loss * (x.shape[1] - 1)
    return nats


def main(folder, name="EleutherAI/pythia-70m", width=1024):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    grand, size = 0.0, 0
    for f in sorted(Path(folder).glob("*.txt")):
        raw = f.read_bytes()
        ids = tok(raw.decode("utf-8"), add_special_tokens=False)["input_ids"]
        nats = file_nats(lm, ids, tok.bos_token_id, width)
        print(f.name, nats / math.log(2) / len(raw))
        grand, size = grand + nats, size + len(raw)
    print("all files", grand / (size * math.log(2)))


if __name__ == "__main__":
    main(sys.argv[1])
