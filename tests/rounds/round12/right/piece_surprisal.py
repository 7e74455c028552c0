"""Surprisal (bits) of every token after the first, left-padded batches of a rotary-position model."""
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Surprisal:
    def __init__(self, ckpt="Qwen/Qwen2.5-0.5B"):
        self.tk = AutoTokenizer.from_pretrained(ckpt, padding_side="left")
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.float32).eval()

    @torch.no_grad()
    def __call__(self, sentences):
        enc = self.tk(sentences, padding=True, return_tensors="pt")
        ids, am = enc.input_ids, enc.attention_mask.bool()
        lp = self.lm(input_ids=ids, attention_mask=am.long()).logits[:, :-1].log_softmax(dim=-1)
        bits = -lp.gather(2, ids[:, 1:, None])[:, :, 0] / math.log(2)
        use = am[:, 1:] & am[:, :-1]
        result = []
        for r in range(len(sentences)):
            toks = ids[r, 1:][use[r]].tolist()
            result.append(list(zip(self.tk.convert_ids_to_tokens(toks), bits[r][use[r]].tolist())))
        return result
