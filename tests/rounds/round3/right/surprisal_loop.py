"""Surprisal in bits with an explicit previous-position index."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def surprisals(name, text):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name)
    ids = tok.encode(text)
    with torch.no_grad():
        rows = lm(torch.tensor([ids])).logits[0].float().log_softmax(-1)
    ln2 = torch.log(torch.tensor(2.0))
    out = []
    for pos in range(1, len(ids)):
        before = pos - 1
        out.append((tok.decode([ids[pos]]), (-rows[before, ids[pos]] / ln2).item()))
    return out


if __name__ == "__main__":
    for piece, bits in surprisals("gpt2", "The horse raced past the barn fell."):
        print(f"{bits:6.2f} {piece}")
