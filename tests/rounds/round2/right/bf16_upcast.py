"""bfloat16 weights, float32 scores."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Scorer:
    def __init__(self, path):
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.bfloat16, device_map="cuda").eval()

    @torch.inference_mode()
    def __call__(self, text):
        ids = self.tokenizer(text, return_tensors="pt").input_ids.to("cuda")
        z = self.model(ids).logits[:, :-1]
        lp = torch.log_softmax(z, dim=-1, dtype=torch.float32)
        return lp.gather(-1, ids[:, 1:, None]).sum().item()
