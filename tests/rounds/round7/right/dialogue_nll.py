"""NLL of complete dialogues under a chat model; every token of the rendered text after BOS counts."""
import torch
import torch.nn.functional as F


def encode(tok, dialogues):
    tok.padding_side = "right"
    if tok.pad_token is None:
        tok.pad_token = tok.eos_token
    texts = [tok.apply_chat_template(d, tokenize=False) for d in dialogues]
    return tok(texts, add_special_tokens=False, padding=True, return_tensors="pt")


@torch.no_grad()
def dialogue_nll(tok, lm, dialogues):
    lm.eval()
    enc = encode(tok, dialogues).to(lm.device)
    logits = lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits.float()
    y = enc.input_ids[:, 1:].masked_fill(enc.attention_mask[:, 1:] == 0, -100)
    nll = F.cross_entropy(logits[:, :-1].transpose(1, 2), y, ignore_index=-100, reduction="none")
    return nll.sum(1)


def run(tok, lm, batches, sink):
    for b in batches:
        for value in dialogue_nll(tok, lm, b).tolist():
            sink.write(f"{value:.4f}\n")
