"""Score a reply in a rendered chat.

# bug: the rendered template starts with BOS and the tokenizer adds a second one.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Llama-3.1-8B-Instruct"
tok = AutoTokenizer.from_pretrained(NAME)
lm = AutoModelForCausalLM.from_pretrained(NAME, device_map="auto").eval()


@torch.no_grad()
def conversation_nll(messages):
    """Mean NLL of the whole conversation."""
    text = tok.apply_chat_template(messages, tokenize=False)
    enc = tok(text, return_tensors="pt").to(lm.device)  # expect: SEQ309
    return lm(**enc, labels=enc.input_ids).loss.item()
