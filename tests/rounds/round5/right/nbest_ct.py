"""Second-pass scores for translation hypotheses: mean log-prob per target token incl. </s>."""
import argparse
import json
import sys

import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

ap = argparse.ArgumentParser()
ap.add_argument("--model", default="Helsinki-NLP/opus-mt-de-en")
opts = ap.parse_args()

tokenizer = AutoTokenizer.from_pretrained(opts.model)
mt = AutoModelForSeq2SeqLM.from_pretrained(opts.model).eval()

for line in sys.stdin:
    job = json.loads(line)
    hyps = job["hyps"]
    x = tokenizer([job["src"]] * len(hyps), return_tensors="pt")
    t = tokenizer(text_target=hyps, padding=True, return_tensors="pt")
    with torch.no_grad():
        lsm = mt(**x, labels=t.input_ids).logits.float().log_softmax(-1)
    lp = lsm.gather(-1, t.input_ids.unsqueeze(-1)).squeeze(-1)
    keep = t.attention_mask.bool()
    avg = lp.masked_fill(~keep, 0.0).sum(1) / keep.sum(1).clamp(min=1)
    job["scores"] = [round(v, 4) for v in avg.tolist()]
    job["best"] = hyps[avg.argmax().item()]
    print(json.dumps(job, ensure_ascii=False))
