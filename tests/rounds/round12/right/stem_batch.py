"""Next-word log-probs at the end of left-padded stems with GPT-2."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def setup(name="gpt2"):
    tk = GPT2TokenizerFast.from_pretrained(name)
    tk.pad_token, tk.padding_side = tk.eos_token, "left"
    return tk, GPT2LMHeadModel.from_pretrained(name).eval()


@torch.inference_mode()
def next_logp(tk, lm, stems, word):
    ids = tk.encode(" " + word)
    assert len(ids) == 1, word
    b = tk(stems, padding=True, return_tensors="pt")
    pos = (b.attention_mask.cumsum(-1) - 1).clamp(min=0)
    z = lm(input_ids=b.input_ids, attention_mask=b.attention_mask, position_ids=pos).logits
    return torch.log_softmax(z[:, -1].float(), -1)[:, ids[0]].tolist()
