"""Log-likelihood of a rendered conversation without a second BOS."""
import torch


def conversation_loglik(tok, lm, messages):
    text = tok.apply_chat_template(messages, tokenize=False)
    ids = tok(text, return_tensors="pt", add_special_tokens=False).input_ids
    with torch.no_grad():
        lp = lm(ids).logits[:, :-1].float().log_softmax(-1)
    return lp.gather(2, ids[:, 1:, None]).sum().item()


def as_ids(tok, messages):
    return tok.apply_chat_template(messages, tokenize=True, return_tensors="pt")
