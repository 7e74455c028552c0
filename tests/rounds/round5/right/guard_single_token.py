"""P(<unsafe>) of the guard model's first token, over the whole vocabulary."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class GuardToken:
    def __init__(self, ckpt: str, flag: str = "<unsafe>"):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.idx = self.tk.convert_tokens_to_ids(flag)

    @torch.inference_mode()
    def probability(self, message: str) -> float:
        x = self.tk(f"<msg>{message}</msg><verdict>", return_tensors="pt")
        row = self.lm(**x).logits[0, -1].float()
        return torch.exp(row[self.idx] - torch.logsumexp(row, 0)).item()

    def blocked(self, message: str, threshold: float = 0.5) -> bool:
        return self.probability(message) >= threshold
