"""Mean token NLL of whole conversations under a chat model loaded in bfloat16."""
import json
import sys

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

name = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16).eval()


def conversation_nll(messages):
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    enc = tokenizer(text, add_special_tokens=False, return_tensors="pt")
    with torch.no_grad():
        z = model(**enc).logits
    return F.cross_entropy(z[0, :-1].float(), enc.input_ids[0, 1:]).item()


for raw in sys.stdin:
    row = json.loads(raw)
    row["nll"] = conversation_nll(row["messages"])
    print(json.dumps(row))
