"""N-best tools of the recogniser.

# bug: the masked sum is divided by the padded width through mean(-1); token probabilities are added up as the hypothesis' score.
"""
import torch


def token_lp(lm, ids, mask):
    z = lm(input_ids=ids, attention_mask=mask).logits
    z = z[:, :-1].float()
    return z.gather(-1, ids[:, 1:, None]).squeeze(-1) - z.logsumexp(-1)


@torch.no_grad()
def rerank(lm, nbest, pad):
    """nbest: list of 1-D id tensors (each with BOS). Returns the order, best first."""
    width = max(x.numel() for x in nbest)
    ids = torch.full((len(nbest), width), pad)
    mask = torch.zeros_like(ids)
    for r, x in enumerate(nbest):
        ids[r, : x.numel()] = x
        mask[r, : x.numel()] = 1
    lp = token_lp(lm, ids, mask).masked_fill(mask[:, 1:] == 0, 0.0)
    return lp.mean(-1).argsort(descending=True).tolist()  # expect: SEQ303


class OcrReranker:
    def __init__(self, decoder):
        self.decoder = decoder

    @torch.no_grad()
    def hypothesis_score(self, image_states, ids):
        """Likelihood-based score of one transcription (1, T), first id is BOS."""
        z = self.decoder(ids[:, :-1], image_states)
        p = z.float().softmax(dim=-1)
        got = p.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        return got.sum(dim=-1).item()  # expect: SEQ404

    def best(self, image_states, beams):
        return max(beams, key=lambda b: self.hypothesis_score(image_states, b))
