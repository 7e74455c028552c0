"""Stance labels through an instruction-tuned chat model.

# bug: the rendered template already opens with BOS and is tokenised with special tokens again, and the label is read off a free-running generation.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ("in favour", "against", "neutral")
CKPT = "meta-llama/Llama-3.2-1B-Instruct"


class StanceModel:
    def __init__(self):
        self.tk = AutoTokenizer.from_pretrained(CKPT)
        self.lm = AutoModelForCausalLM.from_pretrained(CKPT, torch_dtype=torch.float32).eval()
        self.label_ids = {l: self.tk.encode(l, add_special_tokens=False) for l in LABELS}

    def render(self, tweet, target):
        msgs = [
            {"role": "system", "content": "Answer with: in favour, against or neutral."},
            {"role": "user", "content": f"Tweet: {tweet}\nTarget: {target}"},
        ]
        text = self.tk.apply_chat_template(msgs, tokenize=False, add_generation_prompt=True)
        return self.tk(text, return_tensors="pt")  # expect: SEQ309

    @torch.no_grad()
    def score(self, tweet, target):
        enc = self.render(tweet, target)
        result = {}
        for lab, ids in self.label_ids.items():
            g = self.lm.generate(
                **enc, do_sample=False, max_new_tokens=len(ids),
                output_logits=True, return_dict_in_generate=True,
            )
            total = 0.0
            for row, tid in zip(g.logits, ids):
                total += torch.log_softmax(row[0], dim=-1)[tid].item()  # expect: SEQ207
            result[lab] = total / len(ids)
        return result

    def predict(self, tweet, target):
        s = self.score(tweet, target)
        return max(s, key=s.get)
