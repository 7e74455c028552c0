"""Chat template rendered to text, tokenised without further special tokens."""
import torch


def dialogue_logprob(tok, model, messages):
    text = tok.apply_chat_template(messages, tokenize=False)
    enc = tok(text, add_special_tokens=False, return_tensors="pt")
    with torch.no_grad():
        lp = model(**enc).logits[0, :-1].float().log_softmax(-1)
    gold = enc.input_ids[0, 1:]
    return lp.gather(1, gold[:, None]).sum().item()


def assistant_logprob(tok, model, messages):
    """Only the last turn: both id lists come from the template."""
    head = tok.apply_chat_template(messages[:-1], tokenize=True, add_generation_prompt=True, return_dict=False)
    full = tok.apply_chat_template(messages, tokenize=True, return_dict=False)
    if full[: len(head)] != head:
        raise ValueError("the template does not extend its own prompt")
    with torch.no_grad():
        lp = model(torch.tensor([full])).logits[0, :-1].float().log_softmax(-1)
    return sum(lp[t - 1, full[t]].item() for t in range(len(head), len(full)))
