"""Scores of a bfloat16 model: logits are upcast before log_softmax."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class BigModel:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16, device_map="auto").eval()

    @torch.inference_mode()
    def loglik(self, text):
        ids = self.tok(text, return_tensors="pt").input_ids.to(self.lm.device)
        z = self.lm(ids).logits[0, :-1]
        lp = torch.log_softmax(z, dim=-1, dtype=torch.float32)
        return lp.gather(1, ids[0, 1:].unsqueeze(1)).sum().item()

    def chat_nll(self, messages):
        text = self.tok.apply_chat_template(messages, tokenize=False)
        enc = self.tok(text, add_special_tokens=False, return_tensors="pt").to(self.lm.device)
        with torch.inference_mode():
            z = self.lm(**enc).logits[0, :-1].float()
        return torch.nn.functional.cross_entropy(z, enc.input_ids[0, 1:]).item()
