"""Answers each question with several LoRA adapters and keeps the answer with the highest log-prob.

# bug: the per-step scores of generate() are gathered and summed without log_softmax
"""
import json
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

BASE = "mistralai/Mistral-7B-v0.3"
ADAPTERS = sorted(Path("adapters").iterdir())

tk = AutoTokenizer.from_pretrained(BASE)
lm = AutoModelForCausalLM.from_pretrained(BASE, device_map="auto")
lm = PeftModel.from_pretrained(lm, ADAPTERS[0], adapter_name=ADAPTERS[0].name)
for extra in ADAPTERS[1:]:
    lm.load_adapter(extra, adapter_name=extra.name)
lm.eval()


def answer(adapter, question):
    lm.set_adapter(adapter)
    enc = tk(f"Q: {question}\nA:", return_tensors="pt").to(lm.device)
    out = lm.generate(**enc, do_sample=False, max_new_tokens=32, output_scores=True, return_dict_in_generate=True)
    new = out.sequences[:, enc.input_ids.shape[1]:]
    stacked = torch.stack(out.scores, dim=1)
    lp = stacked.gather(2, new[:, :, None])[0, :, 0].sum()  # expect: SEQ112
    return {"adapter": adapter, "text": tk.decode(new[0], skip_special_tokens=True), "logprob": lp.item()}


def best_answer(question):
    return max((answer(a.name, question) for a in ADAPTERS), key=lambda d: d["logprob"])  # expect-near: SEQ112


if __name__ == "__main__":
    for q in Path("questions.txt").read_text().splitlines():
        print(json.dumps(best_answer(q)))
