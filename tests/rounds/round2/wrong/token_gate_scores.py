"""Scores of candidate rewrites from a causal decoder.

# bug: logsigmoid of each chosen logit stands in for log_softmax over the vocabulary
"""
import torch
import torch.nn.functional as F


@torch.inference_mode()
def sequence_logprob(decoder, ids, attention):
    """log p(ids) for each row of a right-padded batch."""
    h = decoder(ids, attention_mask=attention).logits.float()
    lp = F.logsigmoid(h[:, :-1])  # expect: SEQ107
    lp = lp.gather(dim=-1, index=ids[:, 1:].unsqueeze(-1)).squeeze(-1)  # expect-near: SEQ107
    return lp.masked_fill(attention[:, 1:].eq(0), 0).sum(dim=-1)


def order(decoder, batch):
    s = sequence_logprob(decoder, batch["input_ids"], batch["attention_mask"])
    return torch.argsort(s, descending=True).tolist()
