"""DPO with a frozen reference, responses right-padded.

# bug: pad is eos and the mask drops by id, so the true EOS is lost; and the implicit reward is built on the mean log-prob.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from transformers import AutoTokenizer


@dataclass
class DPOArgs:
    beta: float = 0.1
    checkpoint: str = "gpt2"


def make_tokenizer(args: DPOArgs):
    tok = AutoTokenizer.from_pretrained(args.checkpoint)
    tok.pad_token = tok.eos_token  # expect-near: SEQ304
    return tok


def sequence_logp(net, batch, tok):
    """log p(response | prompt), one value per row"""
    ids = batch["input_ids"]
    z = net(input_ids=ids, attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1).gather(2, ids[:, 1:, None]).squeeze(2)
    keep = batch["response_mask"][:, 1:].bool() & (ids[:, 1:] != tok.pad_token_id)  # expect: SEQ304
    return (lp * keep).sum(-1) / keep.sum(-1).clamp(min=1)  # expect: SEQ401


def dpo_loss(policy, reference, win, lose, tok, args: DPOArgs):
    pw, pl = sequence_logp(policy, win, tok), sequence_logp(policy, lose, tok)
    with torch.no_grad():
        rw, rl = sequence_logp(reference, win, tok), sequence_logp(reference, lose, tok)
    margin = (pw - rw) - (pl - rl)  # expect-near: SEQ401
    return -F.logsigmoid(args.beta * margin).mean()
