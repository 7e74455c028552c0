"""log p(file) of canonical solutions; bf16 weights, scores in float32, pads left out."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Scan:
    def __init__(self, repo):
        self.tok = AutoTokenizer.from_pretrained(repo, padding_side="right")
        self.tok.pad_token = self.tok.eos_token
        self.net = AutoModelForCausalLM.from_pretrained(repo, torch_dtype=torch.bfloat16).eval()

    @torch.no_grad()
    def __call__(self, files):
        enc = self.tok(files, padding=True, truncation=True, max_length=2048, return_tensors="pt")
        z = self.net(**enc).logits[:, :-1].to(torch.float32)
        lp = torch.log_softmax(z, dim=-1).gather(-1, enc["input_ids"][:, 1:, None]).squeeze(-1)
        lp = lp.masked_fill(enc["attention_mask"][:, 1:] == 0, 0.0)
        return lp.sum(dim=-1)
