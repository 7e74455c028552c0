"""Total log-probability of texts including their end token (pad shares its id)."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class ClosedText:
    def __init__(self, repo):
        self.tk = AutoTokenizer.from_pretrained(repo)
        self.tk.pad_token = self.tk.eos_token
        self.tk.padding_side = "right"
        self.net = AutoModelForCausalLM.from_pretrained(repo, torch_dtype=torch.bfloat16)
        self.net.eval()

    def __call__(self, texts):
        e = self.tk([t + self.tk.eos_token for t in texts], return_tensors="pt", padding=True)
        with torch.no_grad():
            h = self.net(**e).logits
        table = h[:, :-1].to(torch.float32).log_softmax(-1)
        lp = table.gather(-1, e.input_ids[:, 1:, None]).squeeze(-1)
        return (lp * e.attention_mask[:, 1:]).sum(dim=-1)
