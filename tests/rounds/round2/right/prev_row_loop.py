"""Line scores with scalar index arithmetic: row pos - 1 predicts token pos."""
import fileinput

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def line_score(model, seq):
    with torch.no_grad():
        z = model(torch.tensor([seq])).logits[0].double()
    log_z = z.logsumexp(dim=1)
    total = 0.0
    for pos in range(1, len(seq)):
        prev = pos - 1
        total += (z[prev, seq[pos]] - log_z[prev]).item()
    return total


if __name__ == "__main__":
    tok = AutoTokenizer.from_pretrained("facebook/opt-125m")
    model = AutoModelForCausalLM.from_pretrained("facebook/opt-125m").eval()
    for line in fileinput.input():
        print(line_score(model, tok.encode(line.strip())), line, end="")
