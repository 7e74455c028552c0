"""Rescore ASR n-best lists with a causal LM.

# bug: the model runs in bfloat16 and log_softmax and the sum over tokens stay in bfloat16.
"""
import json
import pathlib

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Rescorer:
    def __init__(self, name="Qwen/Qwen2.5-1.5B", weight=0.4):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16).cuda().eval()
        self.weight = weight

    @torch.no_grad()
    def lm_score(self, sentence):
        x = self.tok(self.tok.eos_token + sentence, return_tensors="pt").input_ids.cuda()
        hidden = self.lm(x).logits[0, :-1].to(torch.bfloat16)
        lp = torch.log_softmax(hidden, dim=-1)  # expect: SEQ607
        return lp[torch.arange(x.shape[1] - 1), x[0, 1:]].sum().item()  # expect-near: SEQ607

    def rescore(self, hyps):
        ranked = []
        for h in hyps:
            s = h["am_score"] + self.weight * self.lm_score(h["text"])
            ranked.append((s, h["text"]))
        ranked.sort(reverse=True)
        return ranked[0][1]


if __name__ == "__main__":
    r = Rescorer()
    for f in sorted(pathlib.Path("nbest").glob("*.json")):
        print(f.stem, r.rescore(json.loads(f.read_text())["hyps"]), sep="\t")
