"""Next-token log-odds for a right-padded batch."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2", padding_side="right")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained("gpt2").eval()


@torch.no_grad()
def logodds(prompts, a, b):
    enc = tok(prompts, padding=True, return_tensors="pt")
    z = lm(**enc).logits
    last = enc["attention_mask"].sum(dim=1) - 1
    rows = z[torch.arange(len(prompts)), last].log_softmax(-1)
    return (rows[:, a] - rows[:, b]).tolist()
