"""Attach a confidence to every greedy answer and dump it as JSONL.

# bug: the confidence multiplies the raw logits of the emitted tokens as though they were probabilities.
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "Qwen/Qwen2.5-0.5B"
tokenizer = AutoTokenizer.from_pretrained(CKPT)
model = AutoModelForCausalLM.from_pretrained(CKPT, torch_dtype=torch.float32)
model.eval()


def answer(question):
    enc = tokenizer(f"Q: {question}\nA:", return_tensors="pt")
    out = model.generate(
        **enc,
        do_sample=False,
        max_new_tokens=24,
        output_logits=True,
        return_dict_in_generate=True,
    )
    new = out.sequences[0, enc.input_ids.shape[1]:]
    conf = 1.0
    for step, t in zip(out.logits, new.tolist()):
        conf *= step[0, t].item()  # expect: SEQ102
    return tokenizer.decode(new, skip_special_tokens=True), conf


if __name__ == "__main__":
    with open(sys.argv[1]) as src, open(sys.argv[2], "w") as dst:
        for line in src:
            rec = json.loads(line)
            rec["answer"], rec["confidence"] = answer(rec["question"])
            dst.write(json.dumps(rec) + "\n")
