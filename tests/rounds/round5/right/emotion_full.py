"""Verbaliser scores with GPT-2: each label is appended, and all of its tokens are scored."""
import numpy as np
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2")
tk.pad_token = tk.eos_token
tk.padding_side = "left"
gpt = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def label_scores(prompt, labels):
    lead = len(prompt)
    enc = tk([f"{prompt} {lab}" for lab in labels], padding=True, return_offsets_mapping=True, return_tensors="pt")
    x, real = enc.input_ids, enc.attention_mask
    pos = (real.cumsum(1) - 1).clamp(min=0)
    z = gpt(input_ids=x, attention_mask=real, position_ids=pos).logits[:, :-1].float()
    lp = z.log_softmax(-1).gather(2, x[:, 1:, None])[..., 0]
    in_label = (enc.offset_mapping[:, 1:, 1] > lead) & real[:, 1:].bool()
    return (lp * in_label).sum(-1).numpy()


def classify(prompt, labels):
    return labels[int(np.argmax(label_scores(prompt, labels)))]


if __name__ == "__main__":
    print(classify('"Get out of here!" The person who said this feels', ["angry", "affectionate", "bored"]))
