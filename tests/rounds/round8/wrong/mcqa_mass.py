"""How much probability does the model itself put on the gold letter?

A low ``p_gold`` is used in the paper's Section 4 to find prompts after which the
model would rather say something else than any of the letters.

# bug: the softmax runs over the option letters only, so the number is relative to the options and not the model's probability.
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

name, path = sys.argv[1:3]
tok = AutoTokenizer.from_pretrained(name)
lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).cuda().eval()

LETTERS = "ABCDE"
letter_ids = []
for c in LETTERS:
    pieces = tok.encode(" " + c, add_special_tokens=False)
    assert len(pieces) == 1, (c, pieces)
    letter_ids.append(pieces[0])
letter_ids = torch.tensor(letter_ids).cuda()

rows = []
for line in open(path):
    q = json.loads(line)
    enc = tok(q["prompt"], return_tensors="pt").to("cuda")
    with torch.no_grad():
        z = lm(**enc).logits[0, -1]
    p_letters = torch.softmax(z[letter_ids[: q["n_options"]]], dim=-1)  # expect: SEQ108
    g = LETTERS.index(q["answer"])
    rows.append({"id": q["id"], "p_gold": p_letters[g].item()})  # expect-near: SEQ108

off_format = [r["id"] for r in rows if r["p_gold"] < 0.01]
print("mean model probability of the gold letter:", sum(r["p_gold"] for r in rows) / len(rows))
print("off-format prompts:", len(off_format))
