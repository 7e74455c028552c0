"""Filter a web corpus by a yes/no question to a small Llama.

# bug: the left-padded batch goes through the model without its attention mask.
"""
import torch
from transformers import LlamaForCausalLM, LlamaTokenizerFast

CKPT = "TinyLlama/TinyLlama-1.1B-Chat-v1.0"
QUESTION = "{doc}\n\nIs the text above educational? Answer Yes or No.\nAnswer:"

tk = LlamaTokenizerFast.from_pretrained(CKPT, padding_side="left")
tk.pad_token = tk.unk_token
net = LlamaForCausalLM.from_pretrained(CKPT).eval()
YES, NO = (tk.convert_tokens_to_ids("▁" + w) for w in ("Yes", "No"))


@torch.no_grad()
def margins(docs):
    enc = tk([QUESTION.format(doc=d[:2000]) for d in docs], padding=True, return_tensors="pt")
    z = net(enc["input_ids"]).logits[:, -1]  # expect: SEQ314
    return (z[:, YES] - z[:, NO]).tolist()


def keep(docs, cut=0.0, bs=16):
    kept = []
    for i in range(0, len(docs), bs):
        part = docs[i:i + bs]
        kept += [d for d, m in zip(part, margins(part)) if m > cut]
    return kept
