"""Log-probability of the assistant turn under a chat template.

# bug: the rendered template already begins with BOS and the tokenizer adds a second one
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Llama-3.1-8B-Instruct"


def load():
    tok = AutoTokenizer.from_pretrained(NAME)
    return tok, AutoModelForCausalLM.from_pretrained(NAME, torch_dtype=torch.float32)


def dialogue_logprob(tok, model, messages):
    """Sum of log-probabilities of all tokens of the rendered dialogue."""
    text = tok.apply_chat_template(messages, tokenize=False)
    enc = tok(text, return_tensors="pt")  # expect: SEQ309
    with torch.no_grad():
        lp = model(**enc).logits[0, :-1].log_softmax(-1)
    ids = enc.input_ids[0, 1:]
    return lp[torch.arange(len(ids)), ids].sum().item()
