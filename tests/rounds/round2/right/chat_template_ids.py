"""Transcripts: the template's BOS is not added a second time."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def transcript_nll(lm, tok, messages):
    text = tok.apply_chat_template(messages, tokenize=False)
    ids = tok(text, add_special_tokens=False, return_tensors="pt").input_ids
    return F.cross_entropy(lm(ids).logits[0, :-1].float(), ids[0, 1:], reduction="sum").item()


def reply_ids(tok, messages):
    """Ids for generation, rendered and tokenised in one step."""
    return tok.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt", return_dict=True)
