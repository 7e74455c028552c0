"""Left padding with rotary positions: the last column is every row's last real token."""
import torch
from transformers import AutoTokenizer, LlamaForCausalLM


class NextToken:
    def __init__(self, name="TinyLlama/TinyLlama-1.1B-Chat-v1.0"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="left")
        self.tok.pad_token = self.tok.unk_token
        self.lm = LlamaForCausalLM.from_pretrained(name, torch_dtype=torch.float32).eval()

    @torch.no_grad()
    def __call__(self, prompts):
        enc = self.tok(prompts, padding=True, return_tensors="pt")
        return self.lm(**enc).logits[:, -1].log_softmax(dim=-1)
