"""Language models as compressors: bits per byte of a folder of files.

# bug: the loss of a window averages over n-1 predictions and is multiplied by n
# bug: nats per byte are printed as bits per byte
"""
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def chunks(ids, width, start_id):
    head = torch.tensor([start_id])
    for lo in range(0, ids.numel(), width - 1):
        yield torch.cat([head, ids[lo : lo + width - 1]])


def measure(folder, name="EleutherAI/pythia-70m", width=1024):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name).eval()
    result = {}
    for f in sorted(pathlib.Path(folder).rglob("*.txt")):
        raw = f.read_bytes()
        ids = tok(raw.decode("utf-8"), return_tensors="pt").input_ids[0]
        cost = 0.0
        for piece in chunks(ids, width, tok.bos_token_id):
            with torch.no_grad():
                loss = model(piece[None], labels=piece[None]).loss
            cost += loss.item() * piece.numel()  # expect: SEQ403
        result[f.name] = (cost, len(raw))
    return result


def main():
    table = measure(sys.argv[1])
    for name, (cost, size) in table.items():
        print(f"{name:40s} {cost / size:.3f} bits/byte")  # expect: SEQ412
    total = sum(c for c, _ in table.values())
    print("raw cost in nats", total)


main()
