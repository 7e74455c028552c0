"""perplexity of article leads, one article at a time

# bug: articles are cut at config.max_length (20, the generation default); the mean loss is multiplied by N tokens though only N-1 were scored
"""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

name, path = sys.argv[1], sys.argv[2]
dev = "cuda" if torch.cuda.is_available() else "cpu"
tk = AutoTokenizer.from_pretrained(name)
m = AutoModelForCausalLM.from_pretrained(name).to(dev)
m.eval()
limit = m.config.max_length  # expect: SEQ313

tot, cnt = 0.0, 0
with open(path, encoding="utf8") as fh, torch.no_grad():
    for art in fh:
        ids = tk(art.strip(), return_tensors="pt", truncation=True, max_length=limit).input_ids.to(dev)  # expect-near: SEQ313
        if ids.shape[1] < 2:
            continue
        loss = m(ids, labels=ids).loss
        tot += loss.double() * ids.shape[1]  # expect: SEQ403
        cnt += ids.shape[1] - 1

print("ppl", torch.exp(tot / cnt).item())
