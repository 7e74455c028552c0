"""BLiMP-style minimal pairs: the whole sentence is scored, both members the same way."""
import json
import sys
from collections import defaultdict

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

repo = sys.argv[1]
tok = AutoTokenizer.from_pretrained(repo)
lm = AutoModelForCausalLM.from_pretrained(repo)
lm.eval()
start = tok.bos_token_id if tok.bos_token_id is not None else tok.eos_token_id


@torch.no_grad()
def sentence_logp(s):
    ids = [start] + tok(s, add_special_tokens=False).input_ids
    table = lm(torch.tensor([ids])).logits[0].double().log_softmax(-1)
    total = 0.0
    for i, t in enumerate(ids[1:]):
        total += table[i, t].item()
    return total


hits, seen = defaultdict(int), defaultdict(int)
for line in open(sys.argv[2]):
    ex = json.loads(line)
    hits[ex["UID"]] += sentence_logp(ex["sentence_good"]) > sentence_logp(ex["sentence_bad"])
    seen[ex["UID"]] += 1

for uid in sorted(seen):
    print(f"{uid:40s} {hits[uid] / seen[uid]:.3f}")
