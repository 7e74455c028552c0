"""log p(word | frame) in left-padded GPT-2 batches, positions counted from the first real token."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2", padding_side="left")
tokenizer.pad_token = tokenizer.eos_token
net = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def completions(frames, words):
    ids = [tokenizer(" " + w)["input_ids"] for w in words]
    if any(len(i) != 1 for i in ids):
        raise ValueError("every completion has to be one token")
    enc = tokenizer(frames, padding=True, return_tensors="pt")
    am = enc["attention_mask"]
    pos = (am.cumsum(-1) - 1).clamp(min=0)
    last = net(enc["input_ids"], attention_mask=am, position_ids=pos).logits[:, -1]
    return last.log_softmax(-1).gather(1, torch.tensor(ids)).squeeze(1)
