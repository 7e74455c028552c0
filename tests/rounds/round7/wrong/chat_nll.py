"""Total NLL of whole chats (all turns count) under an instruction-tuned model.

# bug: the rendered template already starts with the BOS token and the tokenizer puts another one in front.
# bug: pad_token is eos_token and targets equal to it are dropped, so each chat's real EOS is not scored.
"""
import argparse
import json

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    tok = AutoTokenizer.from_pretrained(name, padding_side="right")
    tok.pad_token = tok.eos_token  # expect-near: SEQ304
    net = AutoModelForCausalLM.from_pretrained(name, device_map="auto").eval()
    return tok, net


@torch.no_grad()
def chat_nll(tok, net, chats):
    rendered = [tok.apply_chat_template(c, tokenize=False) for c in chats]
    enc = tok(rendered, padding=True, return_tensors="pt").to(net.device)  # expect: SEQ309
    z = net(**enc).logits[:, :-1].float()
    y = enc["input_ids"][:, 1:]
    nll = F.cross_entropy(z.flatten(0, 1), y.flatten(), reduction="none").view_as(y)
    real = y.ne(tok.pad_token_id)  # expect: SEQ304
    return torch.where(real, nll, torch.zeros_like(nll)).sum(dim=1).tolist()


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="mistralai/Mistral-7B-Instruct-v0.3")
    p.add_argument("--chats", required=True)
    a = p.parse_args()
    tok, net = load(a.model)
    rows = [json.loads(s)["messages"] for s in open(a.chats)]
    for i in range(0, len(rows), 4):
        print(*chat_nll(tok, net, rows[i:i + 4]), sep="\n")
