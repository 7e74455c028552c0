"""Binary judge and text scorer on a half-precision checkpoint.

# bug: the verdict is read at the last column of a right-padded batch.
# bug: text_scores() normalises and adds up in float16.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "mistralai/Mistral-7B-v0.1"
tk = AutoTokenizer.from_pretrained(CKPT, padding_side="right")
tk.pad_token = tk.unk_token
lm = AutoModelForCausalLM.from_pretrained(CKPT, torch_dtype=torch.float16, device_map="cuda")
lm.eval()
YES, NO = tk.convert_tokens_to_ids(["▁Yes", "▁No"])


@torch.no_grad()
def verdicts(prompts):
    """log p(Yes) - log p(No) for every prompt."""
    enc = tk(prompts, return_tensors="pt", padding=True).to("cuda")
    z = lm(**enc).logits
    end = z[:, -1].float()  # expect: SEQ208
    lp = torch.log_softmax(end, -1)
    return (lp[:, YES] - lp[:, NO]).tolist()


@torch.no_grad()
def text_scores(texts):
    """log p(text) per text."""
    enc = tk(texts, return_tensors="pt", padding=True).to("cuda")
    z = lm(**enc).logits[:, :-1]
    lp = z.log_softmax(-1)  # expect: SEQ607
    tok = lp.gather(-1, enc.input_ids[:, 1:, None])[..., 0]
    return tok.masked_fill(enc.attention_mask[:, 1:] == 0, 0).sum(1).tolist()  # expect-near: SEQ607


def run(items):
    keep = []
    for i in range(0, len(items), 16):
        chunk = items[i:i + 16]
        for it, v in zip(chunk, verdicts([c["prompt"] for c in chunk])):
            if v > 0:
                keep.append(it)
    return keep
