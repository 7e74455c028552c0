"""Collator and sequence score for chat fine-tunes of a Llama-type model.

# bug: with pad = eos every genuine end-of-turn token is dropped too, and the labels of the stored example are edited in place.
"""
import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("NousResearch/Llama-2-7b-hf")
tokenizer.pad_token = tokenizer.eos_token


def collate(examples):
    ids = pad_sequence([e["ids"] for e in examples], batch_first=True, padding_value=tokenizer.pad_token_id)
    am = pad_sequence([torch.ones_like(e["ids"]) for e in examples], batch_first=True)
    labels = pad_sequence([e["labels"] for e in examples], batch_first=True, padding_value=-100)
    return {"input_ids": ids, "attention_mask": am, "labels": labels}


def completion_logps(model, input_ids, attention_mask, labels):
    """log p(completion | prompt) for every row; -100 marks the prompt."""
    labels[labels == tokenizer.pad_token_id] = -100  # expect: SEQ304|SEQ308
    with torch.no_grad():
        z = model(input_ids=input_ids, attention_mask=attention_mask).logits[:, :-1].float()
    y = labels[:, 1:]
    on = y != -100
    tok = torch.log_softmax(z, dim=-1).gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return torch.where(on, tok, torch.zeros_like(tok)).sum(-1)
