"""Effect of point mutations under a protein language model (masked marginals)."""
import torch
from transformers import AutoTokenizer, EsmForMaskedLM

tok = AutoTokenizer.from_pretrained("facebook/esm2_t12_35M_UR50D")
esm = EsmForMaskedLM.from_pretrained("facebook/esm2_t12_35M_UR50D").eval()


@torch.no_grad()
def masked_marginal(sequence, mutations):
    """mutations such as "A42G" (1-based). Sum over the sites of log p(mutant) - log p(wild type)."""
    ids = tok(sequence, return_tensors="pt").input_ids
    total = 0.0
    for m in mutations:
        wt, pos, mt = m[0], int(m[1:-1]), m[-1]
        assert sequence[pos - 1] == wt
        masked = ids.clone()
        masked[0, pos] = tok.mask_token_id              # position 0 is <cls>
        z = esm(masked).logits[0, pos]
        total += (z[tok.convert_tokens_to_ids(mt)] - z[tok.convert_tokens_to_ids(wt)]).item()
    return total
