"""Letter-based multiple choice with a causal LM.

For each item we store `p_gold`, the probability that the model assigns to the
gold letter as the next token, and the letter it prefers.

# bug: p_gold is normalised over the four letters only, and the preferred letter is taken from scores rounded to two decimals.
"""
import json
import pathlib

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LETTERS = "ABCD"


def letter_ids(tok):
    out = []
    for c in LETTERS:
        ids = tok.encode(" " + c, add_special_tokens=False)
        assert len(ids) == 1, c
        out.append(ids[0])
    return out


@torch.inference_mode()
def next_logits(model, tok, text):
    enc = tok(text, return_tensors="pt").to(model.device)
    return model(**enc).logits[0, -1].float()


def run(items, ckpt="gpt2-xl", dest="mcq.jsonl"):
    tok = AutoTokenizer.from_pretrained(ckpt)
    model = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    cols = letter_ids(tok)
    rows = []
    for it in items:
        body = it["question"] + "\n" + "\n".join(f"{l}. {o}" for l, o in zip(LETTERS, it["options"])) + "\nAnswer:"
        z = next_logits(model, tok, body)
        p = torch.softmax(z[cols], dim=0)  # expect: SEQ108
        gold = LETTERS.index(it["gold"])
        lp = torch.log_softmax(z, dim=0)[cols].tolist()
        coarse = [round(v, 2) for v in lp]  # expect-near: SEQ504
        guess = int(np.argmax(coarse))  # expect: SEQ504
        rows.append({"id": it["id"], "p_gold": p[gold].item(), "guess": LETTERS[guess], "hit": guess == gold})  # expect-near: SEQ108
    pathlib.Path(dest).write_text("\n".join(map(json.dumps, rows)))
    return sum(r["hit"] for r in rows) / max(len(rows), 1)
