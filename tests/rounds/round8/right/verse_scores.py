"""GPT-2 on left-padded verses, positions counted from the first real token."""
import matplotlib.pyplot as plt
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2", padding_side="left")
tk.pad_token = tk.eos_token
lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def verse_logprobs(verses):
    enc = tk(verses, padding=True, return_tensors="pt")
    m = enc.attention_mask
    pos = (m.cumsum(1) - 1).clamp(min=0)
    z = lm(input_ids=enc.input_ids, attention_mask=m, position_ids=pos).logits
    lp = z[:, :-1].log_softmax(2).gather(2, enc.input_ids[:, 1:].unsqueeze(2)).squeeze(2)
    ok = (m[:, 1:] + m[:, :-1]) == 2
    return [row[k] for row, k in zip(lp, ok)]


def plot(verses, file="verses.png"):
    fig, ax = plt.subplots()
    for v, row in zip(verses, verse_logprobs(verses)):
        ax.plot(row.cumsum(0).numpy(), label=v[:20])
    ax.set_ylabel("log-probability so far")
    ax.legend()
    fig.savefig(file)
