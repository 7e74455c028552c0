"""SST-2 with GPT-2 and left padding; positions start at the first real token."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2-xl", padding_side="left")
tk.pad_token = tk.eos_token
gpt = GPT2LMHeadModel.from_pretrained("gpt2-xl").eval()
WORDS = torch.tensor([tk.convert_tokens_to_ids(w) for w in ("Ġterrible", "Ġgreat")])


@torch.no_grad()
def predict(reviews, bs=32):
    got = []
    for i in range(0, len(reviews), bs):
        e = tk([f"{r.strip()} It was" for r in reviews[i : i + bs]], padding=True, return_tensors="pt")
        pos = (e.attention_mask.cumsum(1) - 1).clamp(min=0)
        z = gpt(e.input_ids, attention_mask=e.attention_mask, position_ids=pos).logits
        got += z[:, -1, WORDS].argmax(1).tolist()
    return got
