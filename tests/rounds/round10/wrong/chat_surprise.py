"""How surprising is a whole dialogue for a chat model?  (one dialogue at a time)

# bug: the chat template has already written the BOS and the tokenizer adds a second one
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def read(path):
    with open(path, encoding="utf8") as f:
        return [json.loads(line)["messages"] for line in f]


class DialogueLM:
    def __init__(self, repo):
        self.tk = AutoTokenizer.from_pretrained(repo)
        self.m = AutoModelForCausalLM.from_pretrained(repo, torch_dtype="float32").eval()

    def encode(self, messages):
        flat = self.tk.apply_chat_template(messages, tokenize=False)
        return self.tk(flat, return_tensors="pt").input_ids  # expect: SEQ309

    @torch.no_grad()
    def nats(self, messages):
        ids = self.encode(messages)
        z = self.m(ids).logits[0, :-1]
        return torch.nn.functional.cross_entropy(z, ids[0, 1:], reduction="sum").item()


if __name__ == "__main__":
    lm = DialogueLM("meta-llama/Llama-3.1-8B-Instruct")
    for d in read(sys.argv[1]):
        print(f"{lm.nats(d):.2f}", d[0]["content"][:60])
