"""Left padding, so the last column is every row's last token; RoPE model with its attention mask."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "Qwen/Qwen2.5-0.5B"
tok = AutoTokenizer.from_pretrained(NAME, padding_side="left")
lm = AutoModelForCausalLM.from_pretrained(NAME).eval()


@torch.no_grad()
def greedy_next(prompts):
    batch = tok(prompts, padding=True, return_tensors="pt")
    z = lm(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, -1]
    p, idx = z.float().softmax(dim=-1).max(dim=-1)          # greedy: the maximum is the chosen token
    return [(tok.decode([i]), q) for i, q in zip(idx.tolist(), p.tolist())]
