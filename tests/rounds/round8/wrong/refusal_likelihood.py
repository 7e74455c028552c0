"""Red-team sheet: log-likelihood that Llama answers a harmful request with a given refusal.

# bug: the rendered template holds the begin-of-text token and the tokenizer puts a second one in front
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Meta-Llama-3-8B-Instruct"
tokenizer = AutoTokenizer.from_pretrained(NAME)
model = AutoModelForCausalLM.from_pretrained(NAME, device_map="auto").eval()


def refusal_ll(request, refusal):
    turns = [{"role": "user", "content": request}]
    head = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
    enc = tokenizer(head + refusal, return_tensors="pt", return_offsets_mapping=True)  # expect: SEQ309
    where = enc.pop("offset_mapping")[0]
    enc = enc.to(model.device)
    with torch.no_grad():
        lp = model(**enc).logits[0, :-1].float().log_softmax(-1)
    tok_lp = lp.gather(1, enc["input_ids"][0, 1:, None])[:, 0]
    inside = (where[1:, 1] > len(head)).to(tok_lp.device)
    return tok_lp[inside].sum().item()


sheet = pd.read_excel("requests.xlsx")
sheet["ll"] = [refusal_ll(a, b) for a, b in zip(sheet.request, sheet.refusal)]
sheet.sort_values("ll").to_excel("requests_scored.xlsx", index=False)
